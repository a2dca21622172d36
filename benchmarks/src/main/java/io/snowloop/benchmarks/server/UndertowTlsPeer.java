// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.xnio.Options;
import org.xnio.Sequence;

/** Undertow over TLS with one I/O thread, which makes all responses. */
public final class UndertowTlsPeer implements ServerPeer {
    @Override
    public void serve(int port) throws IOException, GeneralSecurityException {
        Undertow.builder()
                .addHttpsListener(port, "127.0.0.1", PeerKey.context())
                .setSocketOption(Options.SSL_ENABLED_PROTOCOLS, Sequence.of(PeerKey.PROTOCOL))
                .setIoThreads(1)
                .setSocketOption(Options.BACKLOG, Backlog.LENGTH)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setHandler(UndertowPeer.paths())
                .build()
                .start();
    }
}
