// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.OpenFiles;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileBodyTest {
    private final byte[] bytes = new byte[200_000];

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        new Random(7).nextBytes(bytes);
        file = Files.write(folder.resolve("file"), bytes);
    }

    @Test
    void isTheWholeFile() throws IOException {
        FileBody body = FileBody.of(file);

        assertThat(body.length()).isEqualTo(200_000);
        assertThat(body.collect(200_000).resultNow().array()).isEqualTo(bytes);
        assertThat(readAll(body.stream())).isEqualTo(bytes);
    }

    @Test
    void isAPartOfIt() {
        FileBody body = new FileBody(file, 1_000, 150_000);
        byte[] part = Arrays.copyOfRange(bytes, 1_000, 151_000);

        assertThat(body.collect(150_000).resultNow().array()).isEqualTo(part);
        assertThat(readAll(body.stream())).isEqualTo(part);
    }

    /** It would be an empty body: the system says that it has no bytes. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no /dev/zero")
    void isNoPipeAndNoDevice() {
        assertThatThrownBy(() -> FileBody.of(Path.of("/dev/zero")))
                .hasMessage("/dev/zero: is no regular file and has no length: read it as a stream (InputStreamBody)");
    }

    /** To open one waits until a writer comes: it would hold the loop, which has no other way to see that. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no /dev/zero")
    void isNoneIfADeviceTookItsPlace() throws IOException {
        FileBody any = FileBody.of(file);
        FileBody known = new FileBody(file, 0, 10, Files.getLastModifiedTime(Path.of("/dev/zero")));
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));

        assertThat(any.collect(200_000).outcome().error()).hasMessageContaining("is no regular file");
        assertThat(known.collect(200_000).outcome().error()).hasMessageContaining(FileBody.CHANGED);
        assertThat(known.stream().read().outcome().error()).hasMessageContaining(FileBody.CHANGED);
    }

    @Test
    void canBeReadAsOftenAsOneLikes() throws IOException {
        FileBody body = FileBody.of(file);

        assertThat(readAll(body.stream())).isEqualTo(readAll(body.stream()));
    }

    @Test
    void comesInPiecesOf64KiB() throws IOException {
        FileStream stream = FileBody.of(file).stream();

        assertThat(stream.length()).isEqualTo(200_000);
        assertThat(stream.read().resultNow().remaining()).isEqualTo(64 * 1024);
        assertThat(stream.left()).isEqualTo(200_000 - 64 * 1024);
        stream.cancel();
    }

    @Test
    void isOpenFromTheFirstReadToTheLast() throws IOException {
        FileStream stream = FileBody.of(file).stream();
        assertThat(OpenFiles.of(file)).isZero();

        stream.read();
        assertThat(OpenFiles.of(file)).isEqualTo(1);
        readAll(stream);
        assertThat(OpenFiles.of(file)).isZero();
        assertThat(stream.read().resultNow()).isNull();
    }

    @Test
    void isClosedWhenItIsCancelled() throws IOException {
        FileStream stream = FileBody.of(file).stream();
        stream.read();

        stream.cancel();
        stream.cancel();

        assertThat(OpenFiles.of(file)).isZero();
        assertThat(stream.read().outcome().error()).isInstanceOf(CancellationException.class);
        assertThat(OpenFiles.of(file)).as("and not opened again").isZero();
    }

    @Test
    void fewerBytesThanWereAnnouncedAreAFailureThatSaysSo() throws IOException {
        FileBody body = FileBody.of(file);
        FileStream stream = body.stream();
        stream.read();
        Files.write(file, new byte[100_000]);

        assertThat(stream.read().isDone()).isTrue();
        assertThat(stream.read().outcome().error())
                .isInstanceOf(EOFException.class)
                .hasMessage(file + " ends after 100000 of the 200000 bytes from 0 that were announced");
        assertThat(OpenFiles.of(file)).isZero();
        assertThat(body.collect(200_000).outcome().error())
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("ends after 100000 of the 200000");
    }

    @Test
    void moreBytesThanWereAnnouncedAreNotSent() throws IOException {
        FileBody body = FileBody.of(file);
        Files.write(file, new byte[300_000]);

        assertThat(readAll(body.stream())).hasSize(200_000);
    }

    @Test
    void aFileThatIsGoneIsAFailure() throws IOException {
        FileBody body = FileBody.of(file);
        Files.delete(file);

        assertThat(body.stream().read().outcome().error()).isInstanceOf(NoSuchFileException.class);
        assertThat(body.collect(200_000).outcome().error()).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> FileBody.of(file)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void isNotCollectedBeyondTheLimit() throws IOException {
        assertThat(FileBody.of(file).collect(199_999).outcome().error()).isInstanceOf(BodyTooLargeException.class);
    }

    @Test
    void noBytesAreNoPieces() {
        FileBody body = new FileBody(folder.resolve("there is none"), 0, 0);

        assertThat(body.stream().read().resultNow()).isNull();
    }

    @Test
    void refusesWhatIsNoPart() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FileBody(file, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FileBody(file, 1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FileBody(file, Long.MAX_VALUE, 1));
    }

    private static byte[] readAll(BodyStream stream) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer piece = stream.read().resultNow();
                piece != null;
                piece = stream.read().resultNow()) {
            all.write(piece.array(), piece.position(), piece.remaining());
        }
        return all.toByteArray();
    }
}
