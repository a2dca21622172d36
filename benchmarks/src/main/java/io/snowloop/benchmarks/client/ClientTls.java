// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.snowloop.benchmarks.server.PeerKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/**
 * The TLS of the measured clients: that of the JDK, version 1.3, with a check of the server's certificate and address. A
 * client whose process was given no key speaks without TLS.
 */
final class ClientTls {
    private ClientTls() {}

    /** The beginning of the URLs. */
    static String base(int port) {
        return (PeerKey.isGiven() ? "https" : "http") + "://127.0.0.1:" + port;
    }

    /** For clients that take the JDK's. */
    static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance(PeerKey.PROTOCOL);
            context.init(null, PeerKey.trust().getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no trust in " + PeerKey.file(), e);
        }
    }

    /** For clients that take Netty's. */
    static SslContext nettyContext() {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols(PeerKey.PROTOCOL)
                    .trustManager(PeerKey.trust())
                    .build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no trust in " + PeerKey.file(), e);
        }
    }
}
