// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SitemapTest {
    private static final String PAGES = """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
                    xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
              <url>
                <loc> https://a.test/?a=1&amp;b=2 </loc>
                <lastmod>2024-01-01</lastmod>
                <image:image><image:loc>https://a.test/i.png</image:loc></image:image>
              </url>
              <url><loc><![CDATA[https://a.test/b]]></loc></url>
            </urlset>
            """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void hasTheUrlsOfPages() throws IOException {
        Sitemap sitemap = Sitemap.parse(bytes(PAGES));

        assertThat(sitemap.isIndex()).isFalse();
        assertThat(sitemap.urls()).containsExactly("https://a.test/?a=1&b=2", "https://a.test/b");
        assertThat(Sitemap.parse(zipped(bytes(PAGES)))).isEqualTo(sitemap);
    }

    @Test
    void orThoseOfOtherSitemaps() throws IOException {
        Sitemap sitemap = Sitemap.parse(
                bytes("<sitemapindex><sitemap><loc>https://a.test/1.xml.gz</loc></sitemap></sitemapindex>"));

        assertThat(sitemap.isIndex()).isTrue();
        assertThat(sitemap.urls()).containsExactly("https://a.test/1.xml.gz");
    }

    @Test
    void readsNoFileOfThisMachine(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        assertThatIOException().isThrownBy(() -> Sitemap.parse(withEntity("SYSTEM \"" + secret.toUri() + "\"")));
    }

    @Test
    void replacesNoEntityOfItsOwn() {
        assertThatIOException().isThrownBy(() -> Sitemap.parse(withEntity("\"y\"")));
    }

    private static byte[] withEntity(String definition) {
        return bytes("<!DOCTYPE urlset [<!ENTITY x " + definition + ">]>"
                + "<urlset><url><loc>https://a.test/&x;</loc></url></urlset>");
    }

    @Test
    void refusesWhatIsNoSitemap() {
        assertThatIOException().isThrownBy(() -> Sitemap.parse(bytes("no XML"))).withMessageContaining("no XML");
        assertThatIOException()
                .isThrownBy(() -> Sitemap.parse(bytes("<html/>")))
                .withMessage("a sitemap begins with urlset or sitemapindex, and this with html");
        assertThatIOException().isThrownBy(() -> Sitemap.parse(bytes("<urlset><url>")));
        assertThatIOException().isThrownBy(() -> Sitemap.parse(new byte[] {0x1f, (byte) 0x8b, 0}));
    }

    @Test
    void hasBounds() throws IOException {
        byte[] large = bytes("<urlset>" + "<a/>\n".repeat(Sitemap.MAX_BYTES / 5));
        assertThatIOException().isThrownBy(() -> Sitemap.parse(large)).withMessageContaining("52428800 bytes");
        byte[] zipped = zipped(large);
        assertThatIOException().isThrownBy(() -> Sitemap.parse(zipped)).withMessageContaining("52428800 bytes");

        String url = "<url><loc>a</loc></url>";
        assertThat(Sitemap.parse(bytes("<urlset>" + url.repeat(Sitemap.MAX_URLS) + "</urlset>"))
                        .urls())
                .hasSize(Sitemap.MAX_URLS);
        assertThatIOException()
                .isThrownBy(() -> Sitemap.parse(bytes("<urlset>" + url.repeat(Sitemap.MAX_URLS + 1) + "</urlset>")))
                .withMessage("this sitemap has more than 50000 URLs");
    }

    /** What the reader of XML keeps until its next event: some KB of gzip must not become 50 MiB of it. */
    @ParameterizedTest
    @ValueSource(strings = {"<url><loc>%s</loc></url>", "<!--%s-->", "<a a='%s'/>"})
    void hasABoundOfWhatIsKeptAtOnce(String form) throws IOException {
        String fits = "<urlset>" + String.format(form, "a".repeat(2_000)) + "</urlset>";
        assertThat(Sitemap.parse(bytes(fits)).isIndex()).isFalse();

        byte[] bomb = zipped(bytes("<urlset>" + String.format(form, "a".repeat(1 << 20)) + "</urlset>"));
        assertThatIOException().isThrownBy(() -> Sitemap.parse(bomb)).withMessageContaining("65536 bytes");
    }

    @Test
    void membersOfGzipWithoutDataNeedNoStack() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.writeBytes(zipped(bytes("<urlset>")));
        for (int i = 0; i < 100_000; i++) {
            members.writeBytes(zipped(new byte[0]));
        }
        members.writeBytes(zipped(bytes("</urlset>")));
        assertThat(Sitemap.parse(members.toByteArray()).urls()).isEmpty();
    }

    @Test
    void elementsThatAreNestedWithoutEndAreRefused() throws IOException {
        assertThat(Sitemap.parse(bytes("<urlset>" + "<a>".repeat(49) + "</a>".repeat(49) + "</urlset>"))
                        .urls())
                .isEmpty();
        assertThatIOException()
                .isThrownBy(() -> Sitemap.parse(bytes("<urlset>" + "<a>".repeat(50))))
                .withMessage("the elements of this sitemap are nested more than 50 deep");
    }

    /** The reader keeps them: of the 50 MiB that a sitemap may have, more than a gigabyte. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a%d/>",
                "<a a%d=''/>",
                "<a%d:a xmlns:a%1$d='a'/>",
                "<a xmlns='a%d'/>",
                "<?a%d?>",
                "<a xmlns:p%d='a'/>",
                "<a xmlns:p%d='a' p%1$d:a=''/>"
            })
    void namesWithoutEndAreRefused(String form) throws IOException {
        StringBuilder few = new StringBuilder("<urlset>");
        for (int i = 0; i < 490; i++) {
            few.append(String.format(form, i));
        }
        StringBuilder many = new StringBuilder(few);
        for (int i = 490; i < 1_010; i++) {
            many.append(String.format(form, i));
        }
        assertThat(Sitemap.parse(bytes(few + "</urlset>")).urls()).isEmpty();
        assertThatIOException()
                .isThrownBy(() -> Sitemap.parse(bytes(many + "</urlset>")))
                .withMessage("this sitemap has more than 1000 different names");
    }

    @Test
    void compressedXmlThatIsCutIsRefused() throws IOException {
        byte[] whole = zipped(bytes(PAGES));
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        assertThatIOException()
                .isThrownBy(() -> Sitemap.parse(cut))
                .withMessage("the gzip stream is damaged: it ends too early");
    }
}
