// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.snowloop.future.Future;
import io.snowloop.http.Cookie.SameSite;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.testing.Allocated;
import io.snowloop.testing.CapturedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vectors of {@link CookieVectorsTest} do not have: TLS, bounds, time, files. */
@DisplayName("A cookie jar")
class CookieJarTest {
    private Instant now = Instant.parse("2026-11-29T08:00:00Z");
    private CookieJar jar = builder().build();
    private final List<Request> requests = new ArrayList<>();
    private Response answer = Response.text("ok");

    private CookieJar.Builder builder() {
        return CookieJar.builder().clock(() -> now);
    }

    private Response fetch(Request request) {
        Handler handler = jar.around(sent -> {
            requests.add(sent);
            return Future.completed(answer);
        });
        return handler.handle(request).resultNow();
    }

    /** The server at this URL sends these cookies. */
    private void receive(String url, String... fields) {
        answer = Response.text("ok");
        for (String field : fields) {
            answer = answer.withHeaders(answer.headers().plus("Set-Cookie", field));
        }
        fetch(Request.get(url));
        answer = Response.text("ok");
    }

    /** The cookies that a request to this URL has. */
    private @Nullable String sent(String url) {
        fetch(Request.get(url));
        return requests.get(requests.size() - 1).header("Cookie");
    }

    @Test
    void ofACookieThatIsSecureAreSentOverTlsOnly() {
        receive("https://a.test/", "id=1; Secure");

        assertThat(sent("https://a.test/")).isEqualTo("id=1");
        assertThat(sent("http://a.test/")).isNull();
    }

    @Test
    void ofAnyPort() {
        receive("http://a.test:8080/", "id=1");

        assertThat(sent("http://a.test:9090/")).isEqualTo("id=1");
    }

    @Test
    void whatTheRequestHasStaysAndHidesThatOfTheJar() {
        receive("http://a.test/", "id=1", "lang=en");
        fetch(Request.get("http://a.test/").withHeader("Cookie", "id=2"));
        Request several = Request.get("http://a.test/").withHeader("Cookie", "a=1");
        fetch(several.withHeaders(several.headers().plus("Cookie", "lang=no")));

        assertThat(requests.get(1).header("Cookie")).isEqualTo("id=2; lang=en");
        assertThat(requests.get(2).headers().all("Cookie")).containsExactly("a=1; lang=no; id=1");
    }

    @Test
    void anAddressHasNoDomainsAboveIt() {
        receive("http://10.0.0.1/", "id=1; Domain=0.0.1", "name=x");

        assertThat(sent("http://10.0.0.1/")).isEqualTo("name=x");
        assertThat(sent("http://7.10.0.0.1/")).isNull();
        assertThat(StoredCookie.domainMatches("10.0.0.1", "0.0.1")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.test/, __Secure-id=1; Secure, true",
        "https://a.test/, __Secure-id=1, false",
        "https://a.test/, __secure-id=1, false",
        "https://a.test/, __Host-id=1; Secure; Path=/, true",
        "https://a.test/, __Host-id=1; Secure, false",
        "https://a.test/, __Host-id=1; Secure; Path=/x, false",
        "https://a.test/, __Host-id=1; Secure; Path=/; Domain=a.test, false",
        "https://a.test/, __Host-id=1; Path=/, false",
        "http://a.test/, __Host-id=1; Secure; Path=/, false",
        "https://a.test/, id=1; SameSite=None; Secure, true",
        "https://a.test/, id=1; SameSite=None, false",
        "http://a.test/, id=1; SameSite=Lax, true",
        "http://a.test/, id=1; SameSite=Other, true",
    })
    void takesWhatKeepsItsPromise(String url, String field, boolean taken) {
        receive(url, field);

        assertThat(jar.cookies()).hasSize(taken ? 1 : 0);
    }

    @Nested
    @DisplayName("that has a Secure cookie")
    class WithASecureOne {
        @ParameterizedTest
        @CsvSource({
            "http://a.test/, id=2; Path=/login, false",
            "http://www.a.test/, id=2; Domain=a.test; Path=/login/, false",
            "http://a.test/, id=2, true",
            "http://a.test/login/x, id=2; Path=/login/x, false",
            "http://a.test/, other=2, true",
            "http://b.test/, id=2, true",
            "https://a.test/, id=2, true",
        })
        void isNotHiddenByOneThatCameWithoutTls(String url, String field, boolean taken) {
            receive("https://a.test/login", "id=1; Secure; Path=/login");
            receive("https://www.a.test/login", "id=1; Secure; Path=/login; Domain=www.a.test");
            receive(url, field);

            assertThat(jar.cookies()).hasSize(taken ? 3 : 2);
        }

        @Test
        void thatIsOverDoesNotMatterAnyMore() {
            receive("https://a.test/", "id=1; Secure; Max-Age=10");
            now = now.plusSeconds(10);
            receive("http://a.test/", "id=2");

            assertThat(sent("http://a.test/")).isEqualTo("id=2");
        }
    }

    @Nested
    @DisplayName("and a public suffix")
    class Suffixes {
        @Test
        void aDomainWithOneLabelIsOne() {
            receive("http://a.test/", "id=1; Domain=test");

            assertThat(jar.cookies()).isEmpty();
        }

        @Test
        void isASetting() {
            jar = builder().publicSuffixes("co.uk"::equals).build();
            receive("http://shop.co.uk/", "id=1; Domain=co.uk", "name=x; Domain=shop.co.uk");

            assertThat(sent("http://www.shop.co.uk/")).isEqualTo("name=x");
        }

        /** A host with a dot at its end is in the same registry: curl had this fault (CVE-2022-27779). */
        @ParameterizedTest
        @ValueSource(strings = {"com.", ".com.", "com.."})
        void isOneWithADotAtItsEndToo(String domain) {
            receive("http://evil." + domain.replaceFirst("^\\.", "") + "/", "id=1; Domain=" + domain);

            assertThat(jar.cookies()).isEmpty();
        }

        /** Such as {@code localhost}, or the host of a registry itself (§5.7). */
        @Test
        void asAHostKeepsItsCookiesForItself() {
            receive("http://localhost/", "id=1; Domain=localhost");

            assertThat(sent("http://localhost/")).isEqualTo("id=1");
            assertThat(sent("http://a.localhost/")).isNull();
        }
    }

    @Nested
    @DisplayName("as time passes")
    class Time {
        @Test
        void aCookieEndsWithItsAge() {
            receive("http://a.test/", "id=1; Max-Age=10");
            now = now.plusMillis(9_999);
            assertThat(sent("http://a.test/")).isEqualTo("id=1");
            now = now.plusMillis(1);

            assertThat(sent("http://a.test/")).isNull();
            assertThat(jar.cookies()).isEmpty();
        }

        @Test
        void anAgeCountsMoreThanADate() {
            receive("http://a.test/", "id=1; Max-Age=10; Expires=Wed, 01 Jan 2020 00:00:00 GMT");

            assertThat(sent("http://a.test/")).isEqualTo("id=1");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Max-Age=999999999",
                    "Max-Age=99999999999999999999999",
                    "Expires=Fri, 31 Dec 9999 23:59:59 GMT",
                })
        void noCookieIsValidForLongerThanTheSettingSays(String attribute) {
            jar = builder().maxLifetime(Duration.ofHours(1)).build();
            receive("http://a.test/", "id=1; " + attribute);

            assertThat(jar.cookies().get(0).expires()).isEqualTo(now.plus(Duration.ofHours(1)));
        }

        @Test
        void aLifetimeMayBeWithoutABound() {
            jar = builder().maxLifetime(ChronoUnit.FOREVER.getDuration()).build();
            receive("http://a.test/", "id=1; Max-Age=9999999999", "session=1");

            assertThat(sent("http://a.test/")).isEqualTo("id=1; session=1");
        }

        @Test
        void itIs400DaysByDefault() {
            receive("http://a.test/", "id=1; Max-Age=999999999", "soon=1; Max-Age=34559999");

            assertThat(jar.cookies())
                    .extracting(StoredCookie::expires)
                    .containsExactly(
                            now.plus(Duration.ofDays(400)),
                            now.plus(Duration.ofDays(400)).minusSeconds(1));
        }

        @Test
        void aNewValueKeepsItsPlace() {
            receive("http://a.test/", "a=1", "b=1", "a=2");

            assertThat(sent("http://a.test/")).isEqualTo("a=2; b=1");
        }

        @Test
        void aServerDeletesACookie() {
            receive("http://a.test/", "a=1", "b=1");
            receive("http://a.test/", "a=; Max-Age=0");

            assertThat(sent("http://a.test/")).isEqualTo("b=1");
        }
    }

    @Nested
    @DisplayName("that is full")
    class Full {
        @Test
        void removesTheCookieOfADomainThatWasNotSentForTheLongestTime() {
            jar = builder().maxPerDomain(2).build();
            receive("http://a.test/", "a=1; Path=/a", "b=1; Path=/b");
            sent("http://a.test/a");
            try (CapturedLog log = new CapturedLog(CookieJar.class)) {
                receive("http://a.test/", "c=1");
                receive("http://a.test/", "d=1");

                assertThat(log.records())
                        .extracting(LogRecord::getMessage)
                        .containsExactly(
                                "CookieJar.maxPerDomain = 2: removed the cookie that was not sent for the longest "
                                        + "time, because there are more (said once)");
            }
            assertThat(jar.cookies()).extracting(StoredCookie::name).containsExactly("c", "d");
        }

        @Test
        void doesNotCountThoseThatWereRemovedOrReplaced() {
            jar = builder().maxCookies(3).maxPerDomain(1).build();
            receive("http://a.test/", "a=1");
            receive("http://a.test/", "b=1");
            receive("http://a.test/", "b=2");
            receive("http://a.test/", "b=; Max-Age=0");
            receive("http://a.test/", "c=1");
            receive("http://b.test/", "d=1");
            receive("http://c.test/", "e=1");

            assertThat(jar.cookies()).extracting(StoredCookie::name).containsExactly("c", "d", "e");
            jar.clear();
            receive("http://d.test/", "f=1");
            assertThat(jar.cookies()).hasSize(1);
        }

        @Test
        void removesAmongAllThoseThatAreSentWithoutTlsFirst() {
            jar = builder().maxCookies(3).build();
            receive("https://a.test/", "old=1; Secure");
            receive("https://b.test/", "plain=1");
            receive("https://c.test/", "short=1; Max-Age=5");
            try (CapturedLog log = new CapturedLog(CookieJar.class)) {
                receive("https://d.test/", "new=1; Secure");

                assertThat(log.records())
                        .extracting(LogRecord::getMessage)
                        .containsExactly(
                                "CookieJar.maxCookies = 3: removed the cookie that was not sent for the longest "
                                        + "time, because there are more (said once)");
            }
            assertThat(jar.cookies()).extracting(StoredCookie::name).containsExactly("old", "short", "new");
            now = now.plusSeconds(5);
            receive("https://e.test/", "newest=1");

            assertThat(jar.cookies()).extracting(StoredCookie::name).containsExactly("old", "new", "newest");
        }

        @ParameterizedTest
        @CsvSource({"61, 3001, 3000", "1, 51, 50"})
        void holdsThreeThousandAndFiftyOfOneDomainByDefault(int domains, int received, int kept) {
            try (CapturedLog log = new CapturedLog(CookieJar.class)) {
                for (int i = 0; i < received; i++) {
                    receive("http://h" + i % domains + ".test/", "c" + i + "=1");
                }

                assertThat(jar.cookies()).hasSize(kept);
                assertThat(log.records()).hasSize(1);
            }
        }
    }

    @Test
    void aCookieMayHave4096Octets() {
        receive(
                "http://a.test/",
                "a=" + "x".repeat(4_096),
                "b=" + "x".repeat(4_095),
                "c=1; Path=/" + "x".repeat(1_024));

        assertThat(jar.cookies())
                .extracting(StoredCookie::name, StoredCookie::path)
                .containsExactly(tuple("b", "/"), tuple("c", "/"));
    }

    /** A default path is one of a URL, which a redirect may have made. */
    @Test
    void aPathMayHave1024OctetsAlsoIfItIsThatOfTheUrl() {
        receive("http://a.test/" + "x".repeat(1_023) + "/", "a=1");
        receive("http://a.test/" + "x".repeat(1_024) + "/", "b=1", "c=1; Path=/");

        assertThat(jar.cookies()).extracting(StoredCookie::name).containsExactly("a", "c");
    }

    /** To take all of those that fit into a head would be much work. */
    @Test
    void ofOneResponseAsManyAreTakenAsOneDomainMayHave() {
        jar = builder().maxPerDomain(2).build();
        receive("http://a.b.test/", "a=1", "b=1; Domain=b.test", "c=1");

        assertThat(jar.cookies()).extracting(StoredCookie::name).containsExactly("a", "b");
    }

    /** Those of a whole tree of domains would be a field that no server takes (CVE-2022-32205 of curl). */
    @Test
    void aRequestHasNoMoreCookiesThanFit() {
        jar = builder().maxSent(20).build();
        receive("http://a.b.test/", "first=12345; Path=/x", "second=12; Domain=b.test", "c=1");

        try (CapturedLog log = new CapturedLog(CookieJar.class)) {
            assertThat(sent("http://a.b.test/x")).isEqualTo("first=12345; c=1");
            assertThat(log.records())
                    .extracting(LogRecord::getMessage)
                    .containsExactly(
                            "CookieJar.maxSent = 20: sending a request without all of its cookies (said once)");
        }
        assertThat(sent("http://a.b.test/")).isEqualTo("second=12; c=1");
        fetch(Request.get("http://a.b.test/").withHeader("Cookie", "own=1234567890"));
        assertThat(requests.get(requests.size() - 1).header("Cookie")).isEqualTo("own=1234567890; c=1");
    }

    @Test
    void thatFieldHas8000OctetsByDefault() {
        receive("http://a.test/", "a=" + "x".repeat(3_996), "b=" + "x".repeat(3_996), "c=1");

        assertThat(sent("http://a.test/")).hasSize(7_998);
    }

    @Test
    void aTabThatWouldEndAColumnIsRefused() {
        receive("http://a.test/", "a\tb=1", "c=1\t2; Path=/x\ty");

        assertThat(jar.cookies())
                .containsExactly(new StoredCookie("c", "1\t2", "a.test", true, "/", false, false, null, null));
    }

    @Test
    void itsCookiesSayWhatTheServerHasSaid() {
        receive("https://a.test/x/y", "id=\"1\"; Domain=.A.test; Secure; HttpOnly; SameSite=strict; Max-Age=60");

        assertThat(jar.cookies())
                .containsExactly(new StoredCookie(
                        "id", "\"1\"", "a.test", false, "/x", true, true, SameSite.STRICT, now.plusSeconds(60)));
        jar.clear();
        assertThat(jar.cookies()).isEmpty();
    }

    @Test
    void insideOfRedirectsItIsAskedForEachRequest() {
        List<String> seen = new ArrayList<>();
        Handler handler = Redirects.redirects(3).around(jar.around(request -> {
            seen.add(request.target() + " " + request.header("Cookie"));
            return Future.completed(
                    request.target().endsWith("/login")
                            ? Response.of(Status.FOUND)
                                    .withHeader("Location", "http://b.test/")
                                    .withHeader("Set-Cookie", "id=1")
                            : request.target().endsWith("b.test/")
                                    ? Response.of(Status.FOUND).withHeader("Location", "http://a.test/home")
                                    : Response.text("home"));
        }));
        handler.handle(Request.get("http://a.test/login"));

        assertThat(seen).containsExactly("http://a.test/login null", "http://b.test/ null", "http://a.test/home id=1");
    }

    @Test
    void itsBoundsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CookieJar.builder().maxCookies(0))
                .withMessage("maxCookies must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CookieJar.builder().maxPerDomain(0))
                .withMessage("maxPerDomain must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CookieJar.builder().maxSent(-1))
                .withMessage("maxSent must be at least 0, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CookieJar.builder().maxLifetime(Duration.ZERO))
                .withMessage("maxLifetime must be positive, not PT0S");
    }

    @Nested
    @DisplayName("in a file")
    class InAFile {
        @TempDir
        Path folder;

        @Test
        void hasAllOfItsCookies() throws IOException {
            receive("https://a.test/x/", "id=1; Secure; HttpOnly; Max-Age=60", "b=\u00e4 \t; Domain=a.test; Path=/");
            Path file = folder.resolve("cookies.txt");
            jar.save(file);

            assertThat(Files.readAllLines(file, StandardCharsets.ISO_8859_1))
                    .containsExactly(
                            "# Netscape HTTP Cookie File",
                            "",
                            "#HttpOnly_a.test\tFALSE\t/x\tTRUE\t"
                                    + now.plusSeconds(60).getEpochSecond() + "\tid\t1",
                            ".a.test\tTRUE\t/\tFALSE\t0\tb\t\u00e4");
            CookieJar other = builder().build();
            other.load(file);
            assertThat(other.cookies()).isEqualTo(jar.cookies());
        }

        @Test
        void isItsOwnersOnlyAndReplacesTheOneThatWasThere() throws IOException {
            Path file = Files.writeString(folder.resolve("cookies.txt"), "old");
            Path link = Files.createSymbolicLink(folder.resolve("link"), file);
            receive("http://a.test/", "id=1");
            jar.save(link);

            assertThat(link).isSymbolicLink();
            assertThat(Files.readString(file)).contains("\tid\t1");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            try (var left = Files.list(folder)) {
                assertThat(left).containsExactlyInAnyOrder(file, link);
            }
        }

        @Test
        void thatCannotBeWrittenStaysAsItIs() throws IOException {
            Path file = Files.createDirectory(folder.resolve("cookies.txt"));
            Files.createFile(file.resolve("something"));
            receive("http://a.test/", "id=1");

            assertThatThrownBy(() -> jar.save(file)).isInstanceOf(IOException.class);
            try (var left = Files.list(folder)) {
                assertThat(left).containsExactly(file);
            }
        }

        @Test
        void ofCurlIsRead() throws IOException {
            Path file = Files.writeString(folder.resolve("cookies.txt"), """
                    # Netscape HTTP Cookie File
                    # https://curl.se/docs/http-cookies.html

                    #HttpOnly_.Example.org\tTRUE\t/\tTRUE\t4102444800\tid\t1
                    www.example.org\tFALSE\t/a\tFALSE\t0\tlang\ten
                    old.example.org\tFALSE\t/\tFALSE\t1000000000\tover\t1
                    """);
            jar.load(file);

            assertThat(sent("https://www.example.org/a")).isEqualTo("lang=en; id=1");
            assertThat(jar.cookies()).hasSize(2);
        }

        /** A machine without a battery may begin anywhere. A file that cannot be read again would lose all of its cookies. */
        @ParameterizedTest
        @ValueSource(strings = {"1901-12-13T20:45:52Z", "1970-01-01T00:00:00Z", "+9999999-01-01T00:00:00Z"})
        void canBeReadAgainWhateverTheClockSays(Instant moment) throws IOException {
            now = moment;
            receive("http://a.test/", "id=1; Max-Age=60");
            Path file = folder.resolve("cookies.txt");
            jar.save(file);
            jar.clear();
            jar.load(file);

            assertThat(sent("http://a.test/")).isEqualTo("id=1");
        }

        /** The second of the year 9999, which Python and others write for a cookie that does not end, has 12 digits. */
        @ParameterizedTest
        @ValueSource(longs = {253_402_300_799L, 31_556_889_864_403_199L, 99_999_999_999_999_999L})
        void mayHaveACookieThatDoesNotEnd(long seconds) throws IOException {
            Path file = Files.writeString(
                    folder.resolve("cookies.txt"), "a.test\tFALSE\t/\tFALSE\t" + seconds + "\tid\t1\n");
            jar.load(file);
            jar.save(file);
            jar.load(file);

            assertThat(sent("http://a.test/")).isEqualTo("id=1");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "a.test FALSE / FALSE 0 id|7 columns with tabs between them are expected, and not \"6 columns\"",
                    "a.test FALSE x FALSE 0 id 1|a path begins with a slash, and not \"x\"",
                    "a.test FALSE / FALSE 0  1|a cookie has a name, and not \"\"",
                    "a.test FALSE / FALSE 0 id 1;b=2|a cookie has no control character and no semicolon, and not \"id=1;b=2\"",
                    "a.test FALSE / FALSE 0 i\u0001d 1|a cookie has no control character and no semicolon, and not "
                            + "\"i\\u0001d=1\"",
                    "a.test no / FALSE 0 id 1|TRUE or FALSE is expected, and not \"no\"",
                    "a.test FALSE / yes 0 id 1|TRUE or FALSE is expected, and not \"yes\"",
                    "a.test FALSE / FALSE soon id 1|a time in seconds since 1970 is expected, or 0, and not \"soon\"",
                    "a.test FALSE / FALSE 999999999999999999 id 1|a time in seconds since 1970 is expected, or 0, and"
                            + " not \"999999999999999999\"",
                })
        void saysWhichLineIsWrongAndAddsNone(String line, String message) throws IOException {
            Path file = Files.writeString(
                    folder.resolve("cookies.txt"),
                    "a.test\tFALSE\t/\tFALSE\t0\ta\t1\n" + line.replace(' ', '\t') + "\n");

            assertThatThrownBy(() -> jar.load(file))
                    .isInstanceOf(IOException.class)
                    .hasMessage(file + ", line 2: " + message);
            assertThat(jar.cookies()).isEmpty();
        }
    }

    /** A field may have thousands of attributes: to make a pattern for each of them would hold up the loop. */
    @Test
    void aNumberInEachAttributeIsLittleWork() {
        String field = "a=b" + "; Max-Age=1".repeat(5_000);

        assertThat(Allocated.bytes(() -> SetCookie.parse(field)) / 5_000).isLessThan(600);
    }
}
