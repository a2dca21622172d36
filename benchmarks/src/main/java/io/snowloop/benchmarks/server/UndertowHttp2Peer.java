// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Http2Work;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.xnio.Options;
import org.xnio.Sequence;

/** Undertow over HTTP/2 with one I/O thread, which makes all responses. */
public final class UndertowHttp2Peer implements ServerPeer {
    @Override
    public void serve(int port) throws IOException, GeneralSecurityException {
        Undertow.Builder server = Undertow.builder()
                .setIoThreads(1)
                .setSocketOption(Options.BACKLOG, Backlog.LENGTH)
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setServerOption(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, Http2Work.MAX_STREAMS)
                .setHandler(UndertowPeer.paths());
        if (PeerKey.isGiven()) {
            server.addHttpsListener(port, "127.0.0.1", PeerKey.context())
                    .setSocketOption(Options.SSL_ENABLED_PROTOCOLS, Sequence.of(PeerKey.PROTOCOL));
        } else {
            server.addHttpListener(port, "127.0.0.1");
        }
        server.build().start();
    }
}
