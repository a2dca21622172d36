// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** Jetty's core with one selector and a non-blocking handler, set up as in its programming guide. */
public final class JettyPeer implements ServerPeer {
    @Override
    public void serve(int port) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(Backlog.LENGTH);
        server.addConnector(connector);
        start(server);
    }

    /** Starts a server with the handler of both Jetty servers. */
    static void start(Server server) throws Exception {
        ResourceHandler files = new ResourceHandler();
        files.setBaseResource(ResourceFactory.of(server).newResource(PayloadFile.ROOT));
        files.setServer(server);
        server.addManaged(files);
        server.setHandler(new Answers(files));
        server.start();
    }

    private static final class Answers extends Handler.Abstract.NonBlocking {
        private final ResourceHandler files;

        Answers(ResourceHandler files) {
            this.files = files;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            switch (Request.getPathInContext(request)) {
                case "/plaintext" -> ok(response, "text/plain", ByteBuffer.wrap(Payload.textBytes()), callback);
                case "/json" -> ok(response, "application/json", ByteBuffer.wrap(Payload.jsonBytes()), callback);
                case "/echo" -> echo(request, response, callback);
                case "/bytes/1024" -> ok(response, "application/octet-stream", Payload.kibBuffer(), callback);
                case "/bytes/65536" -> ok(response, "application/octet-stream", Payload.buffer(), callback);
                case PayloadFile.NAME -> {
                    return files.handle(request, response, callback);
                }
                default -> Response.writeError(request, response, callback, 404);
            }
            return true;
        }

        private static void echo(Request request, Response response, Callback callback) {
            Content.Source.asByteBuffer(
                    request,
                    Promise.from(body -> ok(response, "application/octet-stream", body, callback), callback::failed));
        }

        private static void ok(Response response, String type, ByteBuffer body, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.write(true, body, callback);
        }
    }
}
