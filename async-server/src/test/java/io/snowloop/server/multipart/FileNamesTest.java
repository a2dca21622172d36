// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The names of files that clients send")
class FileNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "photo.png             ! photo.png",
                "Grüße aus 東京.txt     ! Grüße aus 東京.txt",
                "../../etc/passwd      ! passwd",
                "/etc/passwd           ! passwd",
                "C:\\Windows\\win.ini ! win.ini",
                "..\\..\\a.txt        ! a.txt",
                "a/                    ! file",
                "..                    ! file",
                "...                   ! file",
                ".htaccess             ! htaccess",
                ".ssh/.config          ! config",
                "a.txt.                ! a.txt",
                "a.txt...              ! a.txt",
                "CON                   ! _CON",
                "nul.txt               ! _nul.txt",
                "aux .tar.gz           ! _aux .tar.gz",
                "com1.log              ! _com1.log",
                "com10.log             ! com10.log",
                "console.log           ! console.log",
                "a:b                   ! ab",
                "file.txt:stream       ! file.txtstream",
                "<a>|b?*\"             ! ab",
                "~~                    ! file",
            })
    void areMadeSafe(String sent, String safe) {
        assertThat(FileNames.safe(sent)).isEqualTo(safe);
    }

    @Test
    void haveNoInvisibleCharacters() {
        assertThat(FileNames.safe("a\u0000b\r\nc\u001b[2Jd")).isEqualTo("abc[2Jd");
        assertThat(FileNames.safe("gnp.\u202Eexe"))
                .as("a name that is read from right to left")
                .isEqualTo("gnp.exe");
        assertThat(FileNames.safe("a\u200Bb\uFEFF\uFFFD")).isEqualTo("ab");
        assertThat(FileNames.safe("a\uD800")).as("half a character").isEqualTo("a");
    }

    @Test
    void areShortAndKeepTheirExtension() {
        assertThat(FileNames.safe("x".repeat(300) + ".jpeg")).hasSize(85).endsWith("xxx.jpeg");
        assertThat(FileNames.safe("x".repeat(300))).hasSize(85);
        assertThat(FileNames.safe("a." + "x".repeat(300))).hasSize(85);
        assertThat(FileNames.safe("\u4eac".repeat(300)).getBytes(UTF_8)).hasSize(255);
        assertThat(FileNames.safe("x" + "\ud83d\ude00".repeat(100)).getBytes(UTF_8))
                .hasSizeLessThan(256);
    }

    @Test
    void areCutOnlyIfTheyAreTooLongAndNeverInsideACharacter() {
        String fits = "x".repeat(80) + " .png";
        assertThat(FileNames.safe(fits)).isEqualTo(fits);
        assertThat(FileNames.safe("x".repeat(84) + "\ud83d\ude00yyy")).isEqualTo("x".repeat(84));
        assertThat(FileNames.safe("x".repeat(300) + "." + "e".repeat(15))).endsWith("x." + "e".repeat(15));
        assertThat(FileNames.safe("x".repeat(300) + "." + "e".repeat(16))).doesNotContain(".");
        assertThat(FileNames.safe("x".repeat(84) + "." + "y".repeat(80)))
                .as("Windows drops a dot at the end")
                .isEqualTo("x".repeat(84));
    }

    @Test
    void areAlwaysOneSegmentBelowTheirFolder() {
        Random random = new Random(7);
        String alphabet = "./\\ :a\u0000~$%\u202eCON1";
        Path folder = Path.of("/uploads");
        for (int i = 0; i < 5_000; i++) {
            StringBuilder sent = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                sent.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Path file = folder.resolve(FileNames.safe(sent.toString())).normalize();
            assertThat(file.getParent()).as(sent.toString()).isEqualTo(folder);
            assertThat(file.getFileName().toString()).doesNotStartWith(".").isNotEmpty();
        }
    }

    /** Each character is looked at once: in the square of that, this would take an hour. */
    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void manyDotsAreReadOnce() {
        String dots = ". ".repeat(500_000);

        assertThat(FileNames.safe(dots + "a" + dots + ".png" + dots))
                .startsWith("a. . ")
                .endsWith("..png");
    }
}
