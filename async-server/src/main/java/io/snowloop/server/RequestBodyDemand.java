package io.snowloop.server;

import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.http.connection.IncomingBody;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;

/** What it means for a server's connection that a handler reads the request's body, or gives it up. */
final class RequestBodyDemand implements IncomingBody.Source {
    private final ServerContext context;
    private final ServerExchange exchange;
    private final Http1Codec codec;

    RequestBodyDemand(ServerContext context, ServerExchange exchange, Http1Codec codec) {
        this.context = context;
        this.exchange = exchange;
        this.codec = codec;
    }

    /** The client has to send now, so its time counts and the handler's does not. */
    @Override
    public void wanted() {
        if (codec.expectsContinue()) { // RFC 9110 §10.1.1: the client waits for a 100 before it sends the body
            exchange.run(() -> codec.sendInformational(
                    new Event.InformationalHead(Status.CONTINUE, Headers.empty()), context.out()));
        }
        exchange.timeouts().bodyAwaited();
        exchange.timeouts().enter(ConnectionTimeouts.Phase.NONE);
        context.loop().execute(exchange::takeMore); // not now: the reader is in the middle of its call
    }

    /** The rest is discarded after the answer is sent: the answer may close the connection and make that useless. */
    @Override
    public void unwanted() {
        exchange.timeouts().bodyNotAwaited();
    }
}
