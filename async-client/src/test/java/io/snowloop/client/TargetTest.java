// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "http://example.com,                     example.com,         80,    example.com,         /",
                "http://example.com/,                    example.com,         80,    example.com,         /",
                "HTTP://EXAMPLE.com/Path,                example.com,         80,    example.com,         /Path",
                "http://example.com:80/,                 example.com,         80,    example.com,         /",
                "http://example.com:/,                   example.com,         80,    example.com,         /",
                "http://example.com:0080/,               example.com,         80,    example.com,         /",
                "http://example.com:8080/,               example.com,         8080,  example.com:8080,    /",
                "http://example.com:65535/,              example.com,         65535, example.com:65535,   /",
                "http://example.com./,                   example.com.,        80,    example.com.,        /",
                "http://my_service/,                     my_service,          80,    my_service,          /",
                "http://10.0.0.1/,                       10.0.0.1,            80,    10.0.0.1,            /",
                "http://azAZ09/~,                        azaz09,              80,    azaz09,              /~",
                "http://[::]:81/,                        ::,                  81,    [::]:81,             /",
                "http://[::1]/,                          ::1,                 80,    [::1],               /",
                "http://[2001:DB8::1]:8080/a,            2001:db8::1,         8080,  [2001:db8::1]:8080,  /a",
                "http://[::ffff:1.2.3.4],                ::ffff:1.2.3.4,      80,    [::ffff:1.2.3.4],    /",
                "http://a?b=c,                           a,                   80,    a,                   /?b=c",
                "http://a/?b=c&d=http://e/f,             a,                   80,    a,                   /?b=c&d=http://e/f",
                "http://a/b/../c,                        a,                   80,    a,                   /b/../c",
                "http://a/b//c,                          a,                   80,    a,                   /b//c",
                "http://a#fragment,                      a,                   80,    a,                   /",
                "http://a/b?c#d?e,                       a,                   80,    a,                   /b?c",
                "http://a/b#c/d#e,                       a,                   80,    a,                   /b",
                "http://a?b#http://c/,                   a,                   80,    a,                   /?b",
                "http://a/%20%C3%A4,                     a,                   80,    a,                   /%20%C3%A4",
                "http://a/@b:c,                          a,                   80,    a,                   /@b:c"
            })
    void splitsAUrl(String url, String host, int port, String authority, String path) {
        Target target = Target.of(url);
        assertThat(target.origin()).isEqualTo(new Origin("http", host, port));
        assertThat(target.origin().authority()).isEqualTo(authority);
        assertThat(target.path()).isEqualTo(path);
        assertThat(target.origin()).hasToString("http://" + authority);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com,        443,  example.com",
        "HTTPS://example.com:443/,   443,  example.com",
        "https://example.com:80/,    80,   example.com:80",
        "https://[::1]:8443/,        8443, [::1]:8443"
    })
    void knowsThePortOfHttps(String url, int port, String authority) {
        Origin origin = Target.of(url).origin();

        assertThat(origin.isSecure()).isTrue();
        assertThat(origin.port()).isEqualTo(port);
        assertThat(origin.authority()).isEqualTo(authority);
        assertThat(origin).hasToString("https://" + authority);
    }

    @Test
    void httpAndHttpsAreTwoOriginsOnOnePort() {
        assertThat(Target.of("http://example.com:443/").origin())
                .isNotEqualTo(Target.of("https://example.com/").origin());
        assertThat(Target.of("http://example.com:443/").origin().authority()).isEqualTo("example.com:443");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            emptyValue = "",
            value = {
                "``,                          not an absolute URL",
                "/path,                       not an absolute URL",
                "example.com/path,            not an absolute URL",
                "example.com:80/path,         not an absolute URL",
                "//example.com/,              not an absolute URL",
                "http:/example.com/,          not an absolute URL",
                "http:example.com,            not an absolute URL",
                "://example.com,              not an absolute URL",
                "/path?u=http://example.com,  not an absolute URL",
                "mailto:a@example.com,        not an absolute URL",
                "/://example.com,             not an absolute URL",
                "wss://example.com/,          webSocket(url) opens a WebSocket",
                "w://example.com/,            only http:// and https://",
                "#://example.com/,            only http:// and https://",
                "#a://example.com/,           only http:// and https://",
                "ftp://example.com/,          only http://",
                "file:///etc/passwd,          only http://",
                "http://,                     no host",
                "http:///path,                no host",
                "http://:80/,                 no host",
                "http://::1/,                 no host",
                "http://?query,               no host",
                "http://user@example.com/,    user name or password",
                "http://u:p@example.com/,     user name or password",
                "http://@example.com/,        user name or password",
                "http://example.com:0/,       not between 1 and 65535",
                "http://example.com:65536/,   not between 1 and 65535",
                "http://example.com:655350/,  not between 1 and 65535",
                "http://example.com:99999999999999999999/, not between 1 and 65535",
                "http://example.com:-1/,      not between 1 and 65535",
                "http://example.com:+80/,     not between 1 and 65535",
                "http://example.com:8o/,      not between 1 and 65535",
                "http://example.com:80:80/,   not between 1 and 65535",
                "http://2001:db8::1/,         not between 1 and 65535",
                "http://[::1/,                U+005B",
                "http://[]/,                  U+005B",
                "http://[::1]x/,              U+005B",
                "http://[localhost]/,         U+005B",
                "http://exa mple.com/,        U+0020",
                "http://exämple.com/,         U+00E4",
                "http://example%2ecom/,       U+0025",
                "http://a\\b/,                U+005C",
                "http://a<b>/,                U+003C",
                "http://a/b c,                U+0020 at index 10",
                "http://a/ä,                  U+00E4 at index 9",
                "http://a/?ä,                 U+00E4 at index 10",
            })
    void refusesUrlsThatCannotBeFetched(String url, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Target.of(url)).withMessageContaining(message);
    }

    /** A crawler has thousands of URLs of one site. */
    @Test
    void theOriginOfAnEarlierUrlIsTakenOverIfItIsTheSame() {
        Target earlier = Target.of("http://ab/1");
        assertThat(Target.of("http://ab/2", earlier).origin()).isSameAs(earlier.origin());
        assertThat(Target.of("http://ab?2", earlier).origin()).isSameAs(earlier.origin());
        assertThat(Target.of("http://cd/2", earlier).origin()).isEqualTo(new Origin("http", "cd", 80));
        assertThat(Target.of("http://abc/2", earlier).origin()).isEqualTo(new Origin("http", "abc", 80));
        assertThat(Target.of("http://a/2", earlier).origin()).isEqualTo(new Origin("http", "a", 80));
    }

    @Test
    void refusesLineEnds() {
        for (String url : new String[] {"http://a/\r\nX: y", "http://a\r\n/", "http://a/?\n", "http://a/\u0000"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Target.of(url))
                    .withMessageContaining("U+00");
        }
    }

    @Test
    void doesNotRepeatAPassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.of("http://me:secret@example.com/"))
                .withMessageNotContaining("secret");
    }
}
