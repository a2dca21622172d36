// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values of a start line, and media types and dates. */
class ValuesTest {
    @Nested
    class Methods {
        @Test
        void constants() {
            assertThat(Method.of("GET")).isSameAs(Method.GET);
            byte[] bytes = "POST PATCH".getBytes(ISO_8859_1);
            assertThat(Method.of(bytes, 0, 4)).isSameAs(Method.POST);
            assertThat(Method.of(bytes, 5, 10)).isSameAs(Method.PATCH);
        }

        @Test
        void others() {
            assertThat(Method.of("BREW")).isEqualTo(Method.of("BREW")).hasSameHashCodeAs(Method.of("BREW"));
            assertThat(Method.of("get")).isNotEqualTo(Method.GET).isNotEqualTo("get");
            assertThat(Method.of("BREW")).hasToString("BREW");
            assertThat(Method.of("BREW").name()).isEqualTo("BREW");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "G T", "GET\r\n", "\u0100"})
        void notATokens(String name) {
            assertThatThrownBy(() -> Method.of(name)).isInstanceOf(IllegalArgumentException.class);
        }

        @ParameterizedTest
        @CsvSource({
            "GET,true,true", "HEAD,true,true", "OPTIONS,true,true", "TRACE,true,true", "PUT,false,true",
            "DELETE,false,true", "POST,false,false", "PATCH,false,false", "CONNECT,false,false", "BREW,false,false"
        })
        void properties(String name, boolean safe, boolean idempotent) {
            assertThat(Method.of(name).isSafe()).isEqualTo(safe);
            assertThat(Method.of(name).isIdempotent()).isEqualTo(idempotent);
        }
    }

    @Nested
    class Statuses {
        @Test
        void constantsAndOthers() {
            assertThat(Status.of(100)).isSameAs(Status.CONTINUE);
            assertThat(Status.of(404)).isSameAs(Status.NOT_FOUND).hasToString("404 Not Found");
            assertThat(Status.of(299)).isEqualTo(Status.of(299)).hasSameHashCodeAs(Status.of(299));
            assertThat(Status.of(299))
                    .isNotEqualTo(Status.of(298))
                    .doesNotHaveSameHashCodeAs(Status.of(298))
                    .isNotEqualTo(299)
                    .hasToString("299");
            assertThat(Status.of(999).reasonPhrase()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {100, 599, 600, 999})
        void theFirstAndTheLast(int code) {
            assertThat(Status.of(code).code()).isEqualTo(code);
            assertThat(new Status(code)).isEqualTo(Status.of(code));
            assertThat(Status.of(code).reasonPhrase()).isEqualTo(code == 100 ? "Continue" : "");
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 0, 99, 1000})
        void outOfRange(int code) {
            assertThatThrownBy(() -> Status.of(code)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void classes() {
            assertThat(Status.CONTINUE.isInformational()).isTrue();
            assertThat(Status.OK.isInformational()).isFalse();
            for (int code = 200; code < 700; code++) {
                Status status = Status.of(code);
                assertThat(status.isSuccess()).isEqualTo(code / 100 == 2);
                assertThat(status.isRedirection()).isEqualTo(code / 100 == 3);
                assertThat(status.isClientError()).isEqualTo(code / 100 == 4);
                assertThat(status.isServerError()).isEqualTo(code / 100 == 5);
                assertThat(status.isError()).isEqualTo(code / 100 == 4 || code / 100 == 5);
            }
        }
    }

    @Nested
    class MediaTypes {
        @Test
        void ofATypeAndASubtype() {
            assertThat(MediaType.of("Text", "HTML")).hasToString("text/html");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "text/html | text/html",
                    "Text/HTML;Charset=UTF-8 | text/html; charset=UTF-8",
                    "text/html ; charset=\"utf-8\" ;; | text/html; charset=utf-8",
                    "multipart/form-data; boundary=\"a; \\\"b\\\"\" | multipart/form-data; boundary=\"a; \\\"b\\\"\"",
                    "a/b; c=d; c=e; nonsense; =x; f g=h; i=\"\u0001\"; j=\"k | a/b; c=d; j=\"\\\"k\"",
                    "a/b; c=\"d\\ | a/b; c=\"\\\"d\\\\\"",
                    "a/b; c=\"\" | a/b; c=\"\"",
                    "a/b; c=\"\"; d=e | a/b; c=\"\"; d=e",
                    // one, two and three backslashes before the quote, and before another character
                    "a/b; c=\"d\\\" | a/b; c=\"\\\"d\\\\\\\"\"",
                    "a/b; c=\"d\\\\\"; e=f | a/b; c=\"d\\\\\"; e=f",
                    "a/b; c=\"d\\\\\\\"; e=f\" | a/b; c=\"d\\\\\\\"; e=f\"",
                    "a/b; c=\"d\\e\" | a/b; c=de",
                    "a/b; c=\"d\"e\" | a/b; c=\"\\\"d\\\"e\\\"\"",
                    "a/b; c=\" | a/b; c=\"\\\"\"",
                    "*/* | */*",
                })
        void parsed(String text, String normal) {
            assertThat(MediaType.parse(text)).hasToString(normal);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "text", "/html", "text/", "te xt/html", "a/b/c", "; a=b"})
        void unparseable(String text) {
            assertThat(MediaType.parse(text)).isNull();
        }

        @ParameterizedTest
        @CsvSource({
            "a.html, text/html; charset=utf-8",
            "docs/a.b.CSS, text/css; charset=utf-8",
            "a.js, text/javascript; charset=utf-8",
            "a.json, application/json",
            "a.svg, image/svg+xml",
            "a.tar.gz, application/gzip",
            "css, application/octet-stream",
            "a.css/b, application/octet-stream",
            "a., application/octet-stream",
            "a.nonsense, application/octet-stream"
        })
        void ofFiles(String name, String type) {
            assertThat(MediaType.ofFileName(name)).hasToString(type);
        }

        @Test
        void charsets() {
            assertThat(MediaType.TEXT_HTML.charset(ISO_8859_1)).isEqualTo(UTF_8);
            assertThat(MediaType.JSON.charset()).isEqualTo(UTF_8);
            assertThat(MediaType.JSON.charset(ISO_8859_1)).isEqualTo(ISO_8859_1);
            assertThat(MediaType.JSON.with("Charset", "latin1").charset()).isEqualTo(ISO_8859_1);
            assertThat(MediaType.JSON.with("charset", "no-such").charset()).isEqualTo(UTF_8);
            assertThat(MediaType.JSON.with("charset", "not a name").charset()).isEqualTo(UTF_8);
        }

        @Test
        void parameters() {
            MediaType type = MediaType.MULTIPART_FORM_DATA.with("Boundary", "x");
            assertThat(type.parameter("BOUNDARY")).isEqualTo("x");
            assertThat(type.parameter("charset")).isNull();
            assertThat(type).isEqualTo(new MediaType("Multipart", "Form-Data", Map.of("boundary", "x")));
        }

        @ParameterizedTest
        @CsvSource({"*/*,true", "text/*,true", "text/html,true", "text/plain,false", "image/*,false", "*/html,true"})
        void ranges(String range, boolean matches) {
            assertThat(MediaType.TEXT_HTML.matches(MediaType.parse(range))).isEqualTo(matches);
        }

        @Test
        void badParts() {
            assertThatThrownBy(() -> MediaType.of("a b", "c")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> MediaType.JSON.with("a", "b\r\n")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Dates {
        private final Instant moment = Instant.parse("1994-11-06T08:49:37Z");

        @Test
        void formatted() {
            assertThat(HttpDate.format(moment)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        }

        @Test
        void formattedAsTheJdkDoesIt() {
            DateTimeFormatter jdk = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);
            Duration step = Duration.ofSeconds(86_400 * 3 + 3_661);
            Instant last = Instant.parse("2101-01-01T00:00:00Z");
            for (Instant each = Instant.parse("0999-12-31T23:59:59.5Z"); each.isBefore(last); each = each.plus(step)) {
                assertThat(HttpDate.format(each)).isEqualTo(jdk.format(each));
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Sun, 06 Nov 1994 08:49:37 GMT",
                    "Sunday, 06-Nov-94 08:49:37 GMT",
                    "Sun Nov  6 08:49:37 1994",
                    "sun, 6-NOVEMBER-1994 8:49:37",
                    "1994 Nov 6 08:49:37",
                    ":30 1994 Nov 6 08:49:37",
                    "Sun Nov 06 1994 08:49:37 GMT+0000 (Coordinated Universal Time)",
                    "Sun, 6th Nov 1994AD 08:49:37GMT"
                })
        void parsed(String text) {
            assertThat(HttpDate.parse(text)).isEqualTo(moment);
        }

        /** RFC 9110 §5.6.7: the year has four digits. A browser takes a cookie with another one for one that ends with it. */
        @Test
        void ofATimeThatTheFormatDoesNotHave() {
            assertThat(HttpDate.format(Instant.parse("+10000-01-01T00:00:00Z")))
                    .isEqualTo("Fri, 31 Dec 9999 23:59:59 GMT");
            assertThat(HttpDate.format(Instant.MAX)).isEqualTo("Fri, 31 Dec 9999 23:59:59 GMT");
            assertThat(HttpDate.format(Instant.parse("-0001-12-31T23:59:59Z")))
                    .isEqualTo("Sat, 01 Jan 0000 00:00:00 GMT");
            assertThat(HttpDate.format(Instant.MIN)).isEqualTo("Sat, 01 Jan 0000 00:00:00 GMT");
        }

        @Test
        void ofALeapSecond() {
            assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT"))
                    .isEqualTo(Instant.parse("2017-01-01T00:00:00Z"));
            assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:61 GMT")).isNull();
            assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:58:60 GMT")).isNull();
            assertThat(HttpDate.parse("Sat, 31 Feb 2016 23:59:60 GMT")).isNull();
        }

        @Test
        void yearsOfTwoDigits() {
            assertThat(HttpDate.parse("Sat, 01-Jan-00 00:00:00 GMT")).isEqualTo(Instant.parse("2000-01-01T00:00:00Z"));
            assertThat(HttpDate.parse("Fri, 01-Jan-69 00:00:00 GMT")).isEqualTo(Instant.parse("2069-01-01T00:00:00Z"));
            assertThat(HttpDate.parse("Fri, 01-Jan-70 00:00:00 GMT")).isEqualTo(Instant.EPOCH);
            assertThat(HttpDate.parse("Fri, 01-Jan-99 00:00:00 GMT")).isEqualTo(Instant.parse("1999-01-01T00:00:00Z"));
            assertThat(HttpDate.parse("Fri, 01-Jan-100 00:00:00 GMT")).isNull();
            assertThat(HttpDate.parse("Fri, 01-Jan-0100 00:00:00 GMT")).isNull();
            assertThat(HttpDate.parse("Mon, 01-Jan-1601 00:00:00 GMT"))
                    .isEqualTo(Instant.parse("1601-01-01T00:00:00Z"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "now",
                    "0",
                    "Sun, 06 Nov 1994",
                    "08:49:37",
                    "Sun, 31 Feb 1994 08:49:37 GMT",
                    "Sun, 06 Nov 1994 24:00:00 GMT",
                    "Sun, 06 Nov 1994 08:49 GMT",
                    "Sun, 06 Nov 1994 08:49:037 GMT",
                    "Sun, 06 Nov 1600 08:49:37 GMT",
                    "Sun, 06 Nov 1994 a:b:c GMT",
                    "Sun, 00 Nov 1994 08:49:37 GMT",
                    "Sun, 06 Nov 123456 08:49:37 GMT",
                    "06 1994 08:49:37",
                    "00 06 Nov 1994 08:49:37",
                    "00 06 Nov 08:49:37",
                    ":: 6 Nov 1994",
                    "6 Nov 1994 \u0661:00:00"
                })
        void unparseable(String text) {
            assertThat(HttpDate.parse(text)).isNull();
        }
    }
}
