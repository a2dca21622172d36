// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import io.snowloop.future.Future;
import io.snowloop.http.Headers;
import io.snowloop.http.Readiness;
import io.snowloop.http.RequestContext;
import io.snowloop.http.Response;
import io.snowloop.http.SentResponse;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The server's side of a request whose answer may be coded: what the coding keeps in memory, and what the answer keeps, are one number. */
final class CodingContext implements RequestContext {
    private final RequestContext server;
    private long ofCoding;
    private long ofAnswer;

    CodingContext(RequestContext server) {
        this.server = server;
    }

    /** The coding keeps so many bytes now. */
    void codingKeeps(long bytes) {
        ofCoding = bytes;
        server.keeps(ofCoding + ofAnswer);
    }

    @Override
    public void keeps(long bytes) {
        ofAnswer = bytes;
        server.keeps(ofCoding + ofAnswer);
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
    public @Nullable Future<SentResponse> sent() {
        return server.sent();
    }

    @Override
    public Future<@Nullable Void> draining() {
        return server.draining();
    }

    @Override
    public Future<Response> orRefusal(Future<Response> answer) {
        return server.orRefusal(answer);
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
    public void sendEarlyHints(Headers hints) {
        server.sendEarlyHints(hints);
    }
}
