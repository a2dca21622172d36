// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.connection.IncomingBody;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.loop.channel.LargeTask;
import org.jspecify.annotations.Nullable;

/**
 * The server's handling of a request body: sends 100 (Continue) when the handler reads it, and discards what is left after
 * the response.
 *
 * <p>None of it depends on how much of the body has arrived: otherwise a client would get different answers by chance.
 */
final class RequestBodyHandling implements IncomingBody.Source {
    private final ServerContext context;
    private final ServerExchange exchange;
    private final Http1Codec codec;

    RequestBodyHandling(ServerContext context, ServerExchange exchange, Http1Codec codec) {
        this.context = context;
        this.exchange = exchange;
        this.codec = codec;
    }

    /** The client has to send now, so its time counts and the handler's does not. */
    @Override
    public void wanted() {
        sendContinue();
        exchange.timeouts.bodyAwaited();
        exchange.call.awaitClient();
        context.loop().execute((LargeTask) exchange::takeMore); // not now: the reader is in the middle of its call
    }

    /** Tells a client that waits for it to send its body (RFC 9110 §10.1.1). */
    void sendContinue() {
        if (codec.expectsContinue()) {
            exchange.run(() -> codec.sendInformational(
                    new Event.InformationalHead(Status.CONTINUE, Headers.empty()),
                    exchange.answer.outflow().queue()));
        }
    }

    @Override
    public void unwanted() {
        exchange.timeouts.bodyNotAwaited();
        exchange.call.awaitHandler();
        exchange.run(exchange::nextCycle); // if the answer was sent already
    }

    /** The body of the request that is being answered; null if it has none. */
    private @Nullable IncomingBody body() {
        Request request = exchange.call.request();
        return request != null && request.body() instanceof IncomingBody body ? body : null;
    }

    /**
     * Whether the answer leaves more of the body unread than the server is willing to discard. Of a chunked body that is not
     * known before its end: then the connection ends without an announcement, see {@link #discardRest}.
     */
    boolean isLeftTooMuch(Response answer) {
        IncomingBody body = body();
        return body != null
                && body.length() >= 0
                && !(answer.body() instanceof BodyStream) // which may be made of the request's body
                && isTooMuch(body);
    }

    /** Whether a handler collects it. Then it is received to its end, as it would have been if it had arrived at once. */
    boolean isBeingCollected() {
        IncomingBody body = body();
        return body != null && body.isBeingCollected();
    }

    /**
     * After the answer: what the handler has left is discarded, and the handler cannot read it afterwards, even if it has
     * arrived.
     *
     * @return whether it is too much, so that the connection has to end
     */
    boolean discardRest() {
        IncomingBody body = body();
        if (body == null) {
            return false;
        }
        body.discard();
        return isTooMuch(body);
    }

    /** How many bytes of it are kept in memory. */
    long kept() {
        IncomingBody body = body();
        return body == null ? 0 : body.kept();
    }

    /** Whether more of it is waited for. */
    boolean isWanted() {
        IncomingBody body = body();
        return body != null && body.isWanted();
    }

    /** Whether what arrives is discarded. */
    boolean isDiscarded() {
        IncomingBody body = body();
        return body != null && body.isDiscarded();
    }

    private boolean isTooMuch(IncomingBody body) {
        long most = context.options().maxDiscard();
        if (body.left() <= most) {
            return false;
        }
        context.limits()
                .hit("ServerOptions.maxDiscard", most, "closing connections whose unwanted request body is longer");
        return true;
    }
}
