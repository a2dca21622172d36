// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Version;
import io.snowloop.http.h1.Role;
import io.snowloop.websocket.OpeningHandshake;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import io.snowloop.websocket.connection.WebSocketProtocol;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of an opening handshake (RFC 6455 §4.1, RFC 8441 §5). Filters may send its request more than once: with a new key
 * each time.
 */
final class WebSocketOpening {
    private final Exchanges exchanges;
    private final WebSocketOptions options;
    private final OpeningHandshake handshake;
    private final BodyMemory.Part memory;

    /** Of the request that was answered with 101; null before. */
    private @Nullable WebSocket socket;

    WebSocketOpening(Exchanges exchanges, WebSocketOptions options) {
        this.exchanges = exchanges;
        this.options = options;
        this.handshake = options.handshake();
        this.memory = exchanges.memory().new Part("message");
    }

    /**
     * The request as the filters see it, with {@code http} for {@code ws}.
     *
     * @throws IllegalArgumentException if it is no GET without a body
     */
    static Request request(Request request) {
        if (!request.method().equals(Method.GET) || request.body().length() != 0) {
            throw new IllegalArgumentException("a WebSocket is opened by a GET without a body, not by " + request);
        }
        String target = request.target();
        String scheme = target.substring(0, Math.max(0, target.indexOf(':'))).toLowerCase(Locale.ROOT);
        return scheme.equals("ws") || scheme.equals("wss") ? request.withTarget("http" + target.substring(2)) : request;
    }

    /** Sends the request. */
    Future<Response> send(Request request) {
        String key = OpeningHandshake.key(ThreadLocalRandom.current());
        Headers.Builder fields = Headers.builder().addAll(request.headers());
        fields.addAll(handshake.request(key));
        return exchanges.send(
                exchanges.withVersion(request.withHeaders(fields.build())
                        .withAttribute(
                                ClientUpgrade.ATTRIBUTE,
                                (version, answer) -> new WebSocketProtocol(
                                        Role.CLIENT,
                                        version == Version.HTTP_2
                                                ? handshake.checkOnStream(answer)
                                                : handshake.check(key, answer),
                                        options,
                                        memory::keeps,
                                        this::opened))),
                Exchange.HEAD_ONLY);
    }

    private void opened(WebSocket opened) {
        socket = opened;
        opened.closed().onDone(memory::release);
        exchanges.opened(opened);
    }

    /** What became of it. */
    Future<WebSocket> result(Request opening, Response response) {
        if (socket != null) {
            return Future.completed(socket);
        }
        String message = "the server has not opened a WebSocket for " + opening + ": " + response.status();
        return UnwantedBody.receive(response)
                .flatMap(body -> Future.failed(
                        new WebSocketHandshakeException(response.status(), message + Refusal.said(response, body))));
    }
}
