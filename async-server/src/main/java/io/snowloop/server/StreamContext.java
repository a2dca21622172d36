// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Headers;
import io.snowloop.http.Readiness;
import io.snowloop.http.Request;
import io.snowloop.http.RequestContext;
import io.snowloop.http.Response;
import io.snowloop.http.SentResponse;
import io.snowloop.http.Status;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a handler may know and say of its {@link Http2Stream}. */
record StreamContext(Http2Connection connection, Http2Stream stream) implements RequestContext {
    @Override
    public boolean isSecure() {
        return connection.server().isSecure();
    }

    @Override
    public Readiness readiness() {
        return connection.server().readiness();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return connection.localAddress();
    }

    @Override
    public boolean failed(Request request, Status status, Throwable error) {
        if (!stream.call.isRefusedWith(error)) {
            ErrorHandling.log(connection.server().context(), request, status, error);
        }
        return true;
    }

    @Override
    public void keeps(long bytes) {
        stream.keeps(bytes);
    }

    @Override
    public void keepsBehind(long bytes) {
        connection.server().context().memory().add(bytes);
    }

    @Override
    public void sendEarlyHints(Headers hints) {
        stream.answer().sendEarlyHints(Objects.requireNonNull(hints, "hints"));
    }

    @Override
    public @Nullable Future<SentResponse> sent() {
        return stream.isClosed() ? null : stream.call.sent();
    }

    @Override
    public Future<@Nullable Void> draining() {
        return stream.isClosed() ? RequestContext.NONE.draining() : stream.call.draining();
    }

    @Override
    public Future<Response> orRefusal(Future<Response> answer) {
        return stream.isClosed() || answer.isDone() ? answer : stream.call.orRefusal(answer);
    }

    @Override
    public String toString() {
        return stream.toString();
    }
}
