// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.RequestContext;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h1.Role;
import io.snowloop.http.syntax.Printable;
import io.snowloop.websocket.Agreement;
import io.snowloop.websocket.OpeningHandshake;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import io.snowloop.websocket.connection.WebSocketProtocol;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The handler of a route for WebSockets: the server's side of the opening handshake (RFC 6455 §4.2, RFC 8441 §5). */
final class WebSocketRoute implements Handler {
    private final WebSocketOptions options;
    private final OpeningHandshake handshake;
    private final WebSocketHandler handler;

    WebSocketRoute(WebSocketOptions options, WebSocketHandler handler) {
        this.options = options;
        this.handshake = options.handshake();
        this.handler = handler;
    }

    // region handshake
    @Override
    public Future<Response> handle(Request request) {
        Headers headers = request.headers();
        if (request.version() == Version.HTTP_1_0 || !OpeningHandshake.isWanted(headers)) {
            return Future.completed(Response.text("this is a WebSocket of version " + OpeningHandshake.VERSION + "\n")
                    .withStatus(Status.UPGRADE_REQUIRED)
                    .withHeader("Connection", "Upgrade")
                    .withHeader("Upgrade", "websocket")
                    .withHeader("Sec-WebSocket-Version", OpeningHandshake.VERSION));
        }
        if (request.body().length() != 0) {
            throw new HttpException(Status.BAD_REQUEST, "the opening request of a WebSocket has no body");
        }
        requireOrigin(headers);
        Agreement agreement =
                request.version() == Version.HTTP_2 ? handshake.agreeOnStream(headers) : handshake.agree(headers);
        WebSocketProtocol protocol = new WebSocketProtocol(
                Role.SERVER, agreement, options, keeps(request.context()), socket -> open(socket, request));
        return Future.completed(Response.switching(handshake.answer(headers, agreement), protocol));
    }
    // endregion

    /** If they are too many, the context ends the connection. The request itself is not kept: its fields may be long. */
    private static LongFunction<@Nullable String> keeps(RequestContext context) {
        return bytes -> {
            context.keeps(bytes);
            return null;
        };
    }

    private void open(WebSocket socket, Request request) {
        try {
            handler.opened(socket, request);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the handler of a WebSocket failed", e);
        }
    }

    /** RFC 6455 §10.2: else a page of another site could open it with the user's cookies. */
    private void requireOrigin(Headers headers) {
        String origin = headers.get("Origin");
        List<String> allowed = options.origins();
        boolean valid = origin == null
                || (allowed == null
                        ? isOwn(origin, headers.get("Host"))
                        : allowed.isEmpty() || allowed.stream().anyMatch(origin::equalsIgnoreCase));
        if (!valid) {
            throw new HttpException(
                    Status.FORBIDDEN,
                    "a page of " + Printable.quote(String.valueOf(origin)) + " may not open this WebSocket:"
                            + " see WebSocketOptions.origins");
        }
    }

    /** The scheme is not compared: behind a proxy that ends TLS, the server does not know it. */
    private static boolean isOwn(String origin, @Nullable String host) {
        int authority = origin.indexOf("://");
        return host != null
                && authority > 0
                && withoutDefaultPort(origin.substring(authority + 3)).equals(withoutDefaultPort(host));
    }

    private static String withoutDefaultPort(String authority) {
        return authority.toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", "");
    }
}
