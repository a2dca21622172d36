// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProxyLoginsTest {
    private final ProxyLogins logins = new ProxyLogins();

    private static Proxy of(String user) {
        return Proxy.of("http://10.0.0.1").withCredentials(user, "secret");
    }

    @Test
    void theOneThatWasNotUsedForTheLongestTimeIsForgotten() {
        Object first = logins.of(of("1"));
        Object second = logins.of(of("2"));
        for (int i = 3; i <= 65; i++) {
            assertThat(logins.of(of("1"))).isSameAs(first);
            logins.of(of(String.valueOf(i)));
        }

        assertThat(logins.of(of("1"))).isSameAs(first);
        assertThat(logins.of(of("2"))).isNotSameAs(second);
    }

    @Test
    void onlyAnHttpProxyWithAUserHasOne() {
        assertThat(logins.of(Proxy.of("http://10.0.0.1"))).isNull();
        assertThat(logins.of(Proxy.of("socks5://ada:secret@10.0.0.1"))).isNull();
    }
}
