// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.spi.ProtocolConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;

/**
 * Helidon SE: a virtual thread for each connection; on one CPU they share one carrier. One setting is not the default:
 * without {@code TCP_NODELAY}, large responses wait for the client's delayed acknowledgement.
 */
public final class HelidonPeer implements ServerPeer {
    private static final Header TEXT = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain");
    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final Header BINARY =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/octet-stream");

    @Override
    public void serve(int port) {
        server(port, Http1Config.create()).build().start();
    }

    /** A server that speaks these protocols. */
    static WebServerConfig.Builder server(int port, ProtocolConfig... protocols) {
        return WebServer.builder()
                .host("127.0.0.1")
                .port(port)
                .backlog(Backlog.LENGTH)
                .protocolsDiscoverServices(false)
                .protocols(List.of(protocols))
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(routing -> routing.get(
                                "/plaintext", (request, response) -> ok(response, TEXT, Payload.textBytes()))
                        .get("/json", (request, response) -> ok(response, JSON, Payload.jsonBytes()))
                        .post(
                                "/echo",
                                (request, response) ->
                                        ok(response, BINARY, request.content().as(byte[].class)))
                        .get("/bytes/65536", (request, response) -> ok(response, BINARY, Payload.BYTES))
                        .get(PayloadFile.NAME, (request, response) -> file(response)));
    }

    /** The same code as in its module for static content, which this release does not have. */
    private static void file(ServerResponse response) throws IOException {
        response.header(BINARY).contentLength(Files.size(PayloadFile.PATH));
        try (OutputStream out = response.outputStream()) {
            Files.copy(PayloadFile.PATH, out);
        }
    }

    private static void ok(ServerResponse response, Header type, byte[] body) {
        response.header(type).send(body);
    }
}
