// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.testing.TestAuthority;
import java.util.List;

/** An authority, and configurations for a server that is {@code example.test} and for clients that trust it. */
final class TlsFixtures {
    static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");
    static final TestAuthority OTHER_AUTHORITY = new TestAuthority("Other Authority");
    static final TestAuthority.Issued SERVER = AUTHORITY.issue("example.test", "127.0.0.1", "::1");
    static final TestAuthority.Issued CLIENT = AUTHORITY.issue("client.test");
    static final String HOST = "example.test";

    private TlsFixtures() {}

    static Identity identity(TestAuthority.Issued issued) {
        return Identity.of(issued.key(), issued.chain());
    }

    static Trust trust(TestAuthority authority) {
        return Trust.certificates(List.of(authority.certificate));
    }

    static TlsConfig client() {
        return TlsConfig.client(trust(AUTHORITY));
    }

    static TlsConfig server() {
        return TlsConfig.server(identity(SERVER));
    }
}
