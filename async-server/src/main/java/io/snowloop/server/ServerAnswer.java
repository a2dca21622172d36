// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Upgrade;
import io.snowloop.http.connection.Outflow;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.FieldBlock;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.State;
import io.snowloop.logging.LazyLogger;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a {@link ServerExchange}: responses of handlers, and refusals where there is no handler's response.
 */
final class ServerAnswer implements Outflow.Listener {
    private static final LazyLogger LOG = new LazyLogger(ServerExchange.class);

    private final ServerContext context;
    private final ServerExchange exchange;
    private final Http1Codec codec;
    private final Outflow outflow;

    /** The protocol of a 101 that was encoded. After it this object answers no more. */
    private @Nullable Upgrade upgrade;

    ServerAnswer(ServerContext context, ServerExchange exchange, Http1Codec codec) {
        this.context = context;
        this.exchange = exchange;
        this.codec = codec;
        this.outflow = new Outflow(codec, context.out(), this);
    }

    Outflow outflow() {
        return outflow;
    }

    // region send
    /** Sends a response; without one, the status that says what the error means. Inside of a step of the exchange. */
    void send(@Nullable Response response, @Nullable Throwable error) {
        response = AnswerRules.choose(context, exchange.call, response, error);
        if (response.body() instanceof BodyStream) { // it may be made of the request's body
            exchange.requestBody.sendContinue();
        }
        // A client that waits for a 100 and gets this may send its body or not (RFC 9110 §10.1.1): the next bytes could
        // be the body or the next request. So the connection ends.
        if (codec.expectsContinue() || exchange.requestBody.isLeftTooMuch(response)) {
            exchange.closeAfterCycle();
        }
        try {
            if (response.upgrade() != null) {
                switchProtocols(response, response.upgrade());
                return;
            }
            response = AnswerRules.withOpenFile(response, exchange.call.request());
            sendHead(response);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) { // then nothing was encoded
            response = AnswerRules.inPlaceOf(context, response, e, exchange.call);
            sendHead(response);
        }
        outflow.send(response.body());
        if (outflow.isSending()) {
            exchange.kept.holds(response.body());
        }
    }
    // endregion

    /** Sends 103 if the response has not begun. Inside of a step it leaves at the end of that. */
    void sendEarlyHints(Headers hints) {
        if (codec.ourState() == State.SEND_RESPONSE) {
            exchange.run(() ->
                    codec.sendInformational(new Event.InformationalHead(Status.EARLY_HINTS, hints), outflow.queue()));
        }
    }

    /** The 101 leaves at the end of the step; then the connection is the other protocol's. */
    private void switchProtocols(Response response, Upgrade next) {
        codec.sendInformational(new Event.InformationalHead(response.status(), response.headers()), outflow.queue());
        exchange.call.headSent(response.status());
        exchange.call.responseSent(0, true);
        upgrade = next;
    }

    /** The client knows that the server speaks HTTP/2 (RFC 9113 §3.3), and has begun with it. Returns false if it does not. */
    boolean switchToHttp2() {
        upgrade = exchange.connection().http2();
        return upgrade != null;
    }

    /** What the connection is switched to at the end of this step; null if it is not. */
    @Nullable
    Upgrade upgrade() {
        return upgrade;
    }

    private void sendHead(Response response) {
        Headers headers = response.headers();
        Outflow.requireSendable(response.body()); // before the head is encoded, so that an error can still become a 500
        codec.sendHead(
                new Event.ResponseHead(response.status(), headers),
                headers.contains("Date") ? FieldBlock.EMPTY : context.date().field(),
                response.body().length(),
                outflow.queue());
        exchange.call.headSent(response.status());
    }

    @Override
    public void written() {
        exchange.timeouts.written();
        exchange.kept.count();
    }

    @Override
    public void sent() {
        exchange.kept.dropsBody();
        exchange.call.responseSent(outflow.bodyBytes(), true);
        exchange.goOn();
    }

    @Override
    public void failed(Throwable error) {
        AnswerRules.brokeOff(context, exchange.call, error);
        exchange.run(
                exchange.connection()::abort); // after an orderly close the peer would take what it has for the whole
    }

    // ------------------------------------------------------------------------------------------------- refusals

    /** Refuses what breaks the protocol. */
    void refuse(RemoteProtocolException error) {
        LOG.log(
                Level.DEBUG,
                () -> "bad request from " + exchange.connection().remoteAddress() + ": " + error.getMessage());
        RemoteProtocolException.Limit limit = error.limit();
        if (limit != null) {
            context.limits()
                    .hit("ServerOptions.limits." + limit.name(), limit.value(), "refused a request that has more");
        }
        refuse(error.suggestedStatus(), error.getMessage());
    }

    /**
     * Answers with an error if no answer has begun, and ends the connection. The handler makes the answer if it has asked to, so
     * that its filters see it: see {@link io.snowloop.http.RequestContext#orRefusal}.
     */
    void refuse(Status status, @Nullable String why) {
        if (exchange.call.refuse(new HttpException(status, String.valueOf(why)), true)) {
            exchange.closeAfterCycle();
        } else {
            refuseAlone(status, why);
        }
    }

    private void refuseAlone(Status status, @Nullable String why) {
        exchange.call.cancel();
        State ours = codec.ourState();
        if (ours == State.IDLE || ours == State.SEND_RESPONSE) {
            exchange.closeAfterCycle();
            exchange.run(() -> {
                exchange.respond(Response.text(why + "\n").withStatus(status), null);
                exchange.end(); // also if a collector waits for the rest of the body
            });
        } else if (ours == State.SEND_BODY) {
            exchange.connection().abort(); // a part of the response was sent: no error response is possible
        } else {
            exchange.end();
        }
    }

    /** The handler's time is over: the request is answered without it. */
    void refuseSlowHandler() {
        AnswerRules.tooSlow(context, exchange.call);
        HttpException why = new HttpException(Status.SERVICE_UNAVAILABLE, "the response took too long");
        if (!exchange.call.refuse(why, false)) {
            exchange.call.cancel();
            exchange.run(() -> exchange.respond(Response.of(Status.SERVICE_UNAVAILABLE), null));
        }
    }

    /** The handler has made no answer of a refusal, either. */
    void refuseAtLast() {
        refuseAlone(Status.SERVICE_UNAVAILABLE, "the response took too long");
    }
}
