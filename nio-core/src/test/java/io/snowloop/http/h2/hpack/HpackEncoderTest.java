// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HpackEncoderTest {
    private final HpackEncoder encoder = new HpackEncoder(4096);
    private final HpackDecoder decoder = new HpackDecoder(64 * 1024);
    private final ByteQueue out = new ByteQueue();

    private String encode(String name, String value) {
        encoder.encode(name, value, out);
        return Blocks.hex(out);
    }

    // ------------------------------------------------------------------------------------------------------ indexing

    @ParameterizedTest
    @CsvSource({
        ":method, GET, 82",
        ":method, POST, 83",
        ":path, /, 84",
        ":path, /index.html, 85",
        ":scheme, https, 87",
        ":status, 200, 88",
        ":status, 500, 8e",
        "Accept-Encoding, 'gzip, deflate', 90",
        "Accept, '', 93",
        "WWW-Authenticate, '', bd"
    })
    void aFieldOfTheStaticTableIsOneByte(String name, String value, String hex) {
        assertThat(encode(name, value)).isEqualTo(hex);
    }

    @Test
    void aFieldIsAnIndexTheSecondTime() throws HpackException {
        String first = encode("X-Name", "some value");
        assertThat(first).startsWith("40");
        assertThat(encode("x-name", "some value")).isEqualTo("be");
        assertThat(encode("X-NAME", "another")).startsWith("7e"); // the index of its name
        assertThat(encode("x-name", "some value")).isEqualTo("bf");
        assertThat(Blocks.decode(decoder, first)).containsExactly("x-name: some value");
    }

    /** More fields than the first ring has places for. */
    @Test
    void allFieldsOfTheTableAreFound() {
        for (int i = 0; i < 60; i++) {
            encode("x-name", "value " + i);
        }
        for (int i = 0; i < 60; i++) {
            assertThat(encode("x-name", "value " + i)).isEqualTo(String.format("%02x", 0x80 + 62 + 59 - i));
        }
    }

    @Test
    void aNameOfTheStaticTableIsAnIndex() {
        assertThat(encode("Server", "a")).isEqualTo("760161");
        assertThat(encode("User-Agent", "a")).isEqualTo("7a0161");
        assertThat(encode(":status", "302")).isEqualTo("48826402"); // the first one of its name
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "authorization", "Proxy-Authorization", "Set-Cookie", "Cookie"})
    void secretsAreNeverIndexed(String name) throws HpackException {
        String lower = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < 2; i++) {
            assertThat(Blocks.decode(decoder, encode(name, "short secret")))
                    .containsExactly(lower + ": short secret (never indexed)");
        }
        assertThat(Blocks.table(decoder)).isEmpty();
    }

    /** RFC 7541 §7.1.3. */
    @Test
    void aLongCookieIsIndexed() throws HpackException {
        assertThat(Blocks.decode(decoder, encode("Cookie", "a".repeat(19))))
                .containsExactly("cookie: " + "a".repeat(19) + " (never indexed)");
        assertThat(Blocks.decode(decoder, encode("Cookie", "a".repeat(20))))
                .containsExactly("cookie: " + "a".repeat(20));
        assertThat(encode("Cookie", "a".repeat(20))).isEqualTo("be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":path",
                "Age",
                "Content-Length",
                "Content-Range",
                "ETag",
                "If-Match",
                "If-Modified-Since",
                "If-None-Match",
                "If-Range",
                "If-Unmodified-Since",
                "Last-Modified",
                "Location",
                "Range"
            })
    void whatChangesWithEachMessageIsNotIndexed(String name) throws HpackException {
        assertThat(Blocks.decode(decoder, encode(name, "12345")))
                .containsExactly(name.toLowerCase(Locale.ROOT) + ": 12345");
        assertThat(Blocks.table(decoder)).isEmpty();
    }

    @Test
    void theCallerDecides() throws HpackException {
        encoder.encode("x-key", "secret", Indexing.NEVER, out);
        encoder.encode("x-other", "value", Indexing.NONE, out);
        encoder.encode("x-kept", "value", Indexing.INCREMENTAL, out);
        encoder.encode("x-kept", "value", Indexing.NONE, out);
        encoder.encode("x-kept", "value", Indexing.NEVER, out);
        assertThat(Blocks.decode(decoder, Blocks.hex(out)))
                .containsExactly(
                        "x-key: secret (never indexed)",
                        "x-other: value",
                        "x-kept: value",
                        "x-kept: value",
                        "x-kept: value (never indexed)");
        assertThat(Blocks.table(decoder)).containsExactly("x-kept: value");
    }

    @Test
    void aFieldOfMoreThanThreeQuartersOfTheTableIsNotIndexed() throws HpackException {
        Blocks.decode(decoder, encode("a", "x".repeat(3 * 1024 - 33)));
        assertThat(Blocks.table(decoder)).hasSize(1);
        Blocks.decode(decoder, encode("a", "y".repeat(3 * 1024 - 32)));
        assertThat(Blocks.table(decoder)).hasSize(1).allMatch(field -> field.endsWith("x"));
    }

    // ------------------------------------------------------------------------------------------------------- strings

    @Test
    void aStringIsInHuffmansCodeIfThatIsShorter() {
        assertThat(encode("etag", "aaa")).isEqualTo("0f13" + "82" + "18c7");
        assertThat(encode("etag", "\"'\"")).isEqualTo("0f13" + "03" + "222722");
        assertThat(encode("etag", "307")).isEqualTo("0f13" + "03" + "333037"); // three bytes either way
    }

    @Test
    void allHeadersAreEncodedInOrder() throws HpackException {
        Headers headers = Headers.of("Server", "a", "X-Y", "b", "Server", "c", "ETag", "\u00e4");
        encoder.encode(headers, out);
        assertThat(Blocks.decode(decoder, Blocks.hex(out)))
                .containsExactly("server: a", "x-y: b", "server: c", "etag: \u00e4");
    }

    @ParameterizedTest
    @CsvSource({"'',a", "a b,a", "a:b,a", ":,a", "::a,a", "\u212a,a", "a,\u0100", "a,b\u20acc"})
    void whatCannotBeSentIsRefused(String name, String value) throws HpackException {
        encoder.setMaxTableSize(100);
        assertThatThrownBy(() -> encoder.encode(name, value, out)).isInstanceOf(IllegalArgumentException.class);
        assertThat(out.isEmpty()).isTrue();
        assertThat(Blocks.decode(decoder, encode("a", "b"))).containsExactly("a: b");
        assertThat(Blocks.table(decoder)).containsExactly("a: b");
    }

    // ---------------------------------------------------------------------------------------------------- table sizes

    @Test
    void aSmallerTableIsToldOnce() {
        encoder.setMaxTableSize(100);
        assertThat(encode(":method", "GET")).isEqualTo("3f45" + "82");
        assertThat(encode(":method", "GET")).isEqualTo("82");
        encoder.setMaxTableSize(100);
        assertThat(encode(":method", "GET")).isEqualTo("82");
    }

    @Test
    void theTableIsNoLargerThanOurs() {
        encoder.setMaxTableSize(0xFFFF_FFFFL);
        assertThat(encode(":method", "GET")).isEqualTo("82");
        encoder.setMaxTableSize(0);
        encoder.setMaxTableSize(0xFFFF_FFFFL);
        assertThat(encode(":method", "GET")).isEqualTo("20" + "3fe11f" + "82"); // the smallest, and the final one
    }

    @Test
    void oursIsToldWhereItIsNotTheUsualOne() {
        ByteQueue block = new ByteQueue();
        new HpackEncoder(0).encode(":method", "GET", block);
        assertThat(Blocks.hex(block)).isEqualTo("20" + "82");
        HpackEncoder large = new HpackEncoder(65_536);
        large.encode(":method", "GET", block);
        assertThat(Blocks.hex(block)).isEqualTo("82");
        large.setMaxTableSize(65_536);
        large.encode(":method", "GET", block);
        assertThat(Blocks.hex(block)).isEqualTo("3fe1ff03" + "82");
    }

    @Test
    void theTableIsEmptyBehindASmallSize() throws HpackException {
        Blocks.decode(decoder, encode("a", "b"));
        encoder.setMaxTableSize(0);
        encoder.setMaxTableSize(4096);
        assertThat(Blocks.decode(decoder, encode("a", "b"))).containsExactly("a: b");
        assertThat(Blocks.table(decoder)).containsExactly("a: b");
        assertThat(Blocks.decode(decoder, encode("a", "b"))).containsExactly("a: b");
    }

    // ---------------------------------------------------------------------------------------------------------- cost

    /** A response of fields that are in a table. */
    @Test
    void whatIsIndexedAllocatesNothing() {
        Headers headers = Headers.of(
                "Date", "Mon, 21 Oct 2013 20:13:21 GMT", "Server", "x", "Content-Type", "text/plain", "X-Own", "y");
        for (int i = 0; i < 1000; i++) {
            encodeAgain(headers);
        }
        long before = allocated();
        for (int i = 0; i < 1000; i++) {
            encodeAgain(headers);
        }
        assertThat(allocated() - before).as("bytes for 1000 blocks").isLessThan(1000);
    }

    private void encodeAgain(Headers headers) {
        out.clear();
        encoder.encode(":status", "200", out);
        encoder.encode(headers, out);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** The cache of names is one for all connections, and strangers choose the names that a proxy sends. */
    @Test
    void longNamesAreNotKept() {
        String longest = "x".repeat(64);
        assertThat(FieldName.of(longest)).isSameAs(FieldName.of(longest));
        String longer = "x".repeat(65);
        assertThat(FieldName.of(longer)).isNotSameAs(FieldName.of(longer));
    }

    /** Many values of one name, as a proxy may get them from strangers. */
    @Test
    void oldFieldsAreNotFoundAgain() throws HpackException {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String value = Integer.toString(random.nextInt(300));
            assertThat(Blocks.decode(decoder, encode("x" + random.nextInt(3), value)))
                    .singleElement()
                    .asString()
                    .endsWith(": " + value);
        }
    }
}
