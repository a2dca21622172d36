// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.netty.handler.ssl.OpenSslServerContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import java.security.SecureRandom;

/** Netty over the TLS of BoringSSL, by netty-tcnative. It resumes sessions only with a key for its tickets. */
public final class NettyBoringSslPeer extends NettyTlsPeer {
    /** The peer. */
    public NettyBoringSslPeer() {
        super(SslProvider.OPENSSL);
    }

    @Override
    SslContext context() throws Exception {
        SslContext context = super.context();
        SecureRandom random = new SecureRandom();
        ((OpenSslServerContext) context)
                .sessionContext()
                .setTicketKeys(new OpenSslSessionTicketKey(
                        bytes(random, OpenSslSessionTicketKey.NAME_SIZE),
                        bytes(random, OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                        bytes(random, OpenSslSessionTicketKey.AES_KEY_SIZE)));
        return context;
    }

    private static byte[] bytes(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
