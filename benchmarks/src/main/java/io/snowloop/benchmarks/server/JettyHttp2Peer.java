// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Http2Work;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty's core over HTTP/2 with one selector and a non-blocking handler, set up as in its programming guide. */
public final class JettyHttp2Peer implements ServerPeer {
    @Override
    public void serve(int port) throws Exception {
        Server server = new Server();
        ServerConnector connector = PeerKey.isGiven() ? overTls(server) : withPriorKnowledge(server);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(Backlog.LENGTH);
        server.addConnector(connector);
        JettyPeer.start(server);
    }

    private static ServerConnector withPriorKnowledge(Server server) {
        return new ServerConnector(server, 1, 1, limited(new HTTP2CServerConnectionFactory(new HttpConfiguration())));
    }

    private static ServerConnector overTls(Server server) throws IOException, GeneralSecurityException {
        HttpConfiguration configuration = new HttpConfiguration();
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false); // the requests are for an address
        configuration.addCustomizer(customizer);
        AbstractHTTP2ServerConnectionFactory http2 = limited(new HTTP2ServerConnectionFactory(configuration));
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory(http2.getProtocol());
        alpn.setDefaultProtocol(http2.getProtocol());
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(PeerKey.context());
        tls.setIncludeProtocols(PeerKey.PROTOCOL);
        return new ServerConnector(server, 1, 1, new SslConnectionFactory(tls, alpn.getProtocol()), alpn, http2);
    }

    private static AbstractHTTP2ServerConnectionFactory limited(AbstractHTTP2ServerConnectionFactory http2) {
        http2.setMaxConcurrentStreams(Http2Work.MAX_STREAMS);
        return http2;
    }
}
