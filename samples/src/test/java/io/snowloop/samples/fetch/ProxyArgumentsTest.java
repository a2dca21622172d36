// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.client.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ProxyArgumentsTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("http_proxy", "e.test:3128", "https_proxy", "e.test:3129", "NO_PROXY", "near.test");

    /** The proxy of a URL, with these arguments; "null" if there is none. */
    private static String proxy(String scheme, String host, String... arguments) {
        return String.valueOf(choice(arguments).choice(ENVIRONMENT).proxyFor(scheme, host, 80));
    }

    private static ProxyArguments choice(String... arguments) {
        ProxyArguments parsed = new ProxyArguments();
        new CommandLine(CommandSpec.forAnnotatedObject(parsed)).parseArgs(arguments);
        return parsed;
    }

    @Test
    void withoutAnArgumentTheEnvironmentCounts() {
        assertThat(proxy("http", "a.test")).contains("e.test:3128");
        assertThat(proxy("https", "a.test")).contains("e.test:3129");
        assertThat(proxy("http", "near.test")).isEqualTo("null");
    }

    @Test
    void anArgumentCountsMore() {
        assertThat(proxy("https", "a.test", "-x", "p.test:1")).contains("http://p.test:1");
        assertThat(proxy("http", "a.test", "--socks5-hostname", "p.test")).contains("socks5://p.test:1080");
        assertThat(proxy("http", "a.test", "-x", "")).isEqualTo("null");
    }

    @Test
    void exceptionsAreForBoth() {
        assertThat(proxy("http", "near.test", "-x", "p.test:1")).isEqualTo("null");
        assertThat(proxy("http", "near.test", "-x", "p.test:1", "--noproxy", "far.test"))
                .contains("p.test");
        assertThat(proxy("http", "far.test", "--noproxy", "far.test")).isEqualTo("null");
    }

    @Test
    void aLoginIsForTheProxyOfEither() {
        assertThat(choice("--proxy-user", "ada:secret").choice(ENVIRONMENT).proxyFor("http", "a.test", 80))
                .isEqualTo(Proxy.of("http://e.test:3128").withCredentials("ada", "secret"));
        assertThatThrownBy(() -> choice("-x", "socks4a://p", "--proxy-user", "ada:secret")
                        .choice(Map.of()))
                .hasMessageContaining("-x is no proxy that can be used")
                .hasMessageNotContaining("secret");
    }
}
