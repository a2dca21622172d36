// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.http.Cookie.SameSite;
import io.snowloop.testing.Allocated;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieTest {
    private final Cookie full = Cookie.of("a", "b")
            .withDomain("example.org")
            .withPath("/x")
            .withMaxAge(Duration.ofMinutes(1))
            .withExpires(Instant.EPOCH)
            .withSecure()
            .withHttpOnly()
            .withSameSite(SameSite.LAX);
    private final String fullText = "a=b; Domain=example.org; Path=/x; Max-Age=60;"
            + " Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; HttpOnly; SameSite=Lax";

    @Test
    void written() {
        assertThat(Cookie.of("a", "").toSetCookie()).isEqualTo("a=");
        assertThat(full.toSetCookie()).isEqualTo(fullText);
        assertThat(Cookie.of("a", "\"\"").withPath("/x y").toSetCookie()).isEqualTo("a=\"\"; Path=/x y");
    }

    @Test
    void readBack() {
        assertThat(Cookie.parseSetCookie(fullText)).isEqualTo(full);
    }

    @Test
    void readLeniently() {
        assertThat(
                        Cookie.parseSetCookie(
                                " a = b ;DOMAIN = .Example.ORG; ;x;y=z;path=nowhere;max-age=soon;expires=later;samesite=odd;domain=;path=\u0001"))
                .isEqualTo(Cookie.of("a", "b").withDomain("example.org"));
        assertThat(Cookie.parseSetCookie("a=\"b\"; samesite=NONE; max-age=-1; secure=1; HTTPONLY"))
                .isEqualTo(Cookie.of("a", "\"b\"")
                        .withSameSite(SameSite.NONE)
                        .withMaxAge(Duration.ofSeconds(-1))
                        .withSecure()
                        .withHttpOnly());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "a", "=b", "a b=c", "a=b c", "a=\u00e9", ";a=b", "a=\"b", "a=\"", "a=b\u007f"})
    void noCookie(String field) {
        assertThat(Cookie.parseSetCookie(field)).isNull();
    }

    @Test
    void ofARequest() {
        assertThat(Cookie.parseCookie("a=b; c=\"d e\"; a=x;; nonsense; =y; f=g=h"))
                .isEqualTo(Map.of("a", "b", "c", "\"d e\"", "f", "g=h"));
        assertThat(Cookie.parseCookie("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b; c=\"d e\"; a=x;; nonsense; =y; f=g=h",
                "",
                ";",
                "=",
                "a",
                "a=",
                " a = b ",
                "\u2003a\t=b;f",
                "aa=1; a=2",
                "a b=c; a=d",
                "c;a=b;",
                "f=;f=g"
            })
    void oneIsFoundAsAllAreRead(String field) {
        Map<String, String> all = Cookie.parseCookie(field);
        for (String name : List.of("a", "aa", "c", "f", "a b", " a", "nonsense", "")) {
            assertThat(Cookie.find(List.of(field), name)).as(name).isEqualTo(all.get(name));
            assertThat(Cookie.find(List.of("x=y", field, "a=later"), name))
                    .as("of three fields: " + name)
                    .isEqualTo(Cookie.parseCookie("x=y; " + field + "; a=later").get(name));
        }
    }

    @Test
    void theCookiesThatAreNotAskedForAreNotMade() {
        Request request = Request.get("/").withHeader("Cookie", "a=;".repeat(20_000) + "b=c");

        assertThat(request.cookie("b")).isEqualTo("c");
        assertThat(Allocated.bytes(() -> request.cookie("b"))).isLessThan(1_000);
    }

    @Test
    void nothingCanBeInjected() {
        assertThatThrownBy(() -> Cookie.of("a b", "c")).isInstanceOf(IllegalArgumentException.class);
        for (String bad : new String[] {"b; Domain=x", "b,c", "b\r\nX: y", "\u010a", "\"", "a\\"}) {
            assertThatThrownBy(() -> Cookie.of("a", bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("encode it first");
        }
        assertThatThrownBy(() -> full.withPath("/; Secure")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> full.withPath("/\u007f")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> full.withDomain("x\n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatBrowsersWouldNotKeepIsRefused() {
        Cookie cookie = Cookie.of("a", "b");
        for (String domain :
                new String[] {"http://example.org", "example.org:80", "", "example.org/", "*.example.org"}) {
            assertThatThrownBy(() -> cookie.withDomain(domain).toSetCookie())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "browsers would not keep the cookie \"a\" as it is: its domain is no name of a host, such as"
                                    + " example.org");
        }
        assertThatThrownBy(() -> cookie.withPath("x").toSetCookie())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("its path begins with no slash");
        assertThatThrownBy(() -> cookie.withSameSite(SameSite.NONE).toSetCookie())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("SameSite=None needs withSecure()");
        assertThat(cookie.withSameSite(SameSite.NONE).withSecure().toSetCookie())
                .isEqualTo("a=b; Secure; SameSite=None");
    }
}
