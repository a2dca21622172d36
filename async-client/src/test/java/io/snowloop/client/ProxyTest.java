// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies as URLs, and as variables of the environment. */
class ProxyTest {
    @ParameterizedTest
    @CsvSource({
        "HTTP://Proxy.test, http://proxy.test:80",
        "http://10.0.0.9:3128/, http://10.0.0.9:3128",
        "socks5://[::1], socks5://[::1]:1080",
        "socks5h://a:b@p.test:1, socks5://p.test:1",
        "socks4a://ada@p.test, socks4a://p.test:1080",
        "http://a%40b:p%2F+%25@p.test, http://p.test:80",
    })
    void isAUrlAndItsTextHasNoLogin(String url, String text) {
        assertThat(Proxy.of(url)).hasToString(text);
    }

    @Test
    void aLoginIsPercentEncodedInAUrl() {
        assertThat(Proxy.of("http://a%40b:p:%2F+%25@p.test"))
                .isEqualTo(Proxy.of("http://p.test").withCredentials("a@b", "p:/+%"))
                .hasSameHashCodeAs(Proxy.of("http://p.test").withCredentials("a@b", "other"))
                .isNotEqualTo(Proxy.of("http://p.test").withCredentials("a@b", "other"))
                .isNotEqualTo(Proxy.of("http://p.test"))
                .isNotEqualTo(Proxy.of("http://q.test").withCredentials("a@b", "p:/+%"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:secret@p.test:3128",
                "https://user:secret@p.test",
                "socks4://user:secret@p.test",
                "http://user:secret@",
                "http://user:secret@p.test/path",
                "http://user:secret@p.test:0",
                "http://user:secret%@p.test",
                "http://user:secret%0A@p.test",
                "socks4a://user:secret@p.test",
                "socks5://:secret@p.test",
            })
    void whatIsNoProxyIsRefusedWithoutItsPassword(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proxy.of(url))
                .satisfies(error -> assertThat(error.toString()).doesNotContain("secret"));
    }

    // ----------------------------------------------------------------------------------------------- the environment

    private static final ProxyChoice ENVIRONMENT = ProxyChoice.environment(
            Map.of(
                    "http_proxy", "h.test:3128",
                    "HTTPS_PROXY", "http://user:secret@s.test",
                    "ALL_PROXY", "socks5://all.test",
                    "no_proxy",
                            " .Example.org.,local, 10.0.0.0/8 192.168.7.9,[2001:db8::]/32,::1,10.1.1.1/33,172.16.0.0/13,*.x.test"));

    @ParameterizedTest
    @CsvSource({
        "http, a.test, http://h.test:3128",
        "https, a.test, http://s.test:80",
        "http, example.org,",
        "https, www.example.org.,",
        "http, notexample.org, http://h.test:3128",
        "http, local,",
        "http, 10.255.0.1,",
        "http, 11.0.0.1, http://h.test:3128",
        "http, 192.168.7.9,",
        "http, 192.168.7.8, http://h.test:3128",
        "http, 172.23.1.1,",
        "http, 172.24.1.1, http://h.test:3128",
        "http, 2001:db8:1::1,",
        "http, 2001:db9::1, http://h.test:3128",
        "http, ::1,",
        "http, y.x.test, http://h.test:3128", // a star stands alone
    })
    void isReadAsCurlReadsIt(String scheme, String host, String proxy) {
        assertThat(ENVIRONMENT.proxyFor(scheme, host, 80)).isEqualTo(proxy == null ? null : Proxy.of(withLogin(proxy)));
    }

    private static String withLogin(String proxy) {
        return proxy.replace("http://s.test", "http://user:secret@s.test");
    }

    @Test
    void anUpperCaseHttpProxyMayComeFromARequestAndDoesNotCount() {
        assertThat(ProxyChoice.environment(Map.of("HTTP_PROXY", "evil.test")).proxyFor("http", "a.test", 80))
                .isNull();
    }

    @Test
    void theGeneralProxyIsForSchemesWithoutTheirOwnAndLowerCaseCountsMore() {
        ProxyChoice choice = ProxyChoice.environment(
                Map.of("http_proxy", "", "all_proxy", "all.test", "ALL_PROXY", "other.test", "https_proxy", "s.test"));

        assertThat(choice.proxyFor("http", "a.test", 80)).hasToString("http://all.test:80");
        assertThat(choice.proxyFor("https", "a.test", 443)).hasToString("http://s.test:80");
    }

    @Test
    void aStarIsForAllHosts() {
        ProxyChoice choice = ProxyChoice.environment(Map.of("all_proxy", "all.test", "NO_PROXY", "*"));

        assertThat(choice.proxyFor("http", "a.test", 80)).isNull();
        assertThat(choice.proxyFor("http", "10.0.0.1", 80)).isNull();
    }

    @Test
    void aBadVariableIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyChoice.environment(Map.of("https_proxy", "ftp://user:secret@p.test")))
                .withMessageStartingWith(
                        "the variable https_proxy has no proxy that we can use: no proxy is known by \"ftp\"");
    }
}
