// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import io.snowloop.future.Future;
import io.snowloop.http.Headers;
import io.snowloop.http.Readiness;
import io.snowloop.http.Request;
import io.snowloop.http.RequestContext;
import io.snowloop.http.Response;
import io.snowloop.http.SentResponse;
import io.snowloop.http.Status;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The server's side of a request, as a filter passes it on: all is as the server says, but what a subclass changes. */
abstract class FilterContext implements RequestContext {
    private final RequestContext server;

    FilterContext(RequestContext server) {
        this.server = server;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return server.remoteAddress();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return server.localAddress();
    }

    @Override
    public boolean isSecure() {
        return server.isSecure();
    }

    @Override
    public Readiness readiness() {
        return server.readiness();
    }

    @Override
    public void sendEarlyHints(Headers hints) {
        server.sendEarlyHints(hints);
    }

    @Override
    public @Nullable Future<SentResponse> sent() {
        return server.sent();
    }

    @Override
    public boolean failed(Request request, Status status, Throwable error) {
        return server.failed(request, status, error);
    }

    @Override
    public void keeps(long bytes) {
        server.keeps(bytes);
    }

    @Override
    public void keepsBehind(long bytes) {
        server.keepsBehind(bytes);
    }

    @Override
    public Future<@Nullable Void> draining() {
        return server.draining();
    }

    @Override
    public Future<Response> orRefusal(Future<Response> answer) {
        return server.orRefusal(answer);
    }
}
