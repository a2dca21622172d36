// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.strangers;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A server on Jetty, with its pool of threads. */
// region server
final class JettyHttp {
    private JettyHttp() {}

    public static void main(String[] args) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                byte[] body = Content.Source.asInputStream(request).readAllBytes();
                response.write(true, ByteBuffer.wrap(body), callback);
                return true;
            }
        });
        server.start();
        Requests.send(Integer.parseInt(args[0]), connector.getLocalPort());
    }
}
// endregion
