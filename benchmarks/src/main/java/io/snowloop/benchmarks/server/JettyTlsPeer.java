// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty's core over TLS with one selector and a non-blocking handler, set up as in its programming guide. */
public final class JettyTlsPeer implements ServerPeer {
    @Override
    public void serve(int port) throws Exception {
        Server server = new Server();
        HttpConfiguration configuration = new HttpConfiguration();
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false); // the requests are for an address
        configuration.addCustomizer(customizer);
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(PeerKey.context());
        tls.setIncludeProtocols(PeerKey.PROTOCOL);
        ServerConnector connector =
                new ServerConnector(server, 1, 1, new SslConnectionFactory(tls, http.getProtocol()), http);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(Backlog.LENGTH);
        server.addConnector(connector);
        JettyPeer.start(server);
    }
}
