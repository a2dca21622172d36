// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import static io.activej.http.HttpMethod.GET;
import static io.activej.http.HttpMethod.POST;

import io.activej.eventloop.Eventloop;
import io.activej.http.ContentType;
import io.activej.http.ContentTypes;
import io.activej.http.HttpHeaderValue;
import io.activej.http.HttpHeaders;
import io.activej.http.HttpResponse;
import io.activej.http.HttpServer;
import io.activej.http.MediaTypes;
import io.activej.http.RoutingServlet;
import io.activej.http.StaticServlet;
import io.activej.promise.Promise;
import io.activej.reactor.net.ServerSocketSettings;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** ActiveJ, set up as in its tutorials: a routing servlet on one event loop. It sends no {@code Date}. */
public final class ActiveJPeer implements ServerPeer {
    private static final HttpHeaderValue TEXT = HttpHeaderValue.ofContentType(ContentTypes.PLAIN_TEXT_UTF_8);
    private static final HttpHeaderValue JSON = HttpHeaderValue.ofContentType(ContentTypes.JSON_UTF_8);
    private static final HttpHeaderValue BINARY = HttpHeaderValue.ofContentType(ContentType.of(MediaTypes.BINARY));

    @Override
    public void serve(int port) throws Exception {
        Eventloop loop = Eventloop.builder().withCurrentThread().build();
        HttpServer.builder(loop, routes(loop))
                .withListenAddress(new InetSocketAddress("127.0.0.1", port))
                .withServerSocketSettings(ServerSocketSettings.builder()
                        .withBacklog(Backlog.LENGTH)
                        .build())
                .build()
                .listen();
        loop.run();
    }

    private static RoutingServlet routes(Eventloop loop) {
        return RoutingServlet.builder(loop)
                .with(GET, "/plaintext", request -> ok(TEXT, Payload.textBytes()))
                .with(GET, "/json", request -> ok(JSON, Payload.jsonBytes()))
                .with(
                        POST,
                        "/echo",
                        request -> request.loadBody()
                                .then(body -> HttpResponse.ok200()
                                        .withHeader(HttpHeaders.CONTENT_TYPE, BINARY)
                                        .withBody(request.takeBody())
                                        .toPromise()))
                .with(GET, "/bytes/65536", request -> ok(BINARY, Payload.BYTES))
                .with(GET, "/file/*", StaticServlet.ofPath(loop, Executors.newCachedThreadPool(), PayloadFile.FOLDER))
                .build();
    }

    private static Promise<HttpResponse> ok(HttpHeaderValue type, byte[] body) {
        return HttpResponse.ok200()
                .withHeader(HttpHeaders.CONTENT_TYPE, type)
                .withBody(body)
                .toPromise();
    }
}
