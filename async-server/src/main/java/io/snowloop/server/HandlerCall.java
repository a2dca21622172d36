package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.ConnectionTimeouts.Phase;
import org.jspecify.annotations.Nullable;

/** The call of the handler for the request of an exchange, while its response is pending. One call at a time. */
final class HandlerCall {
    private final ServerContext context;
    private final ServerExchange exchange;

    /** The request that is being answered. */
    private @Nullable Request request;

    /** The handler's response, as long as it is pending. */
    private @Nullable Future<Response> pending;

    HandlerCall(ServerContext context, ServerExchange exchange) {
        this.context = context;
        this.exchange = exchange;
    }

    /** A request has arrived. */
    void received(Request next) {
        request = next;
    }

    /** The handler's response is pending. */
    void await(Future<Response> future) {
        pending = future;
        awaitHandler();
        future.on(context.loop()).onComplete((response, error) -> {
            if (pending == future) { // else it was cancelled, and the exchange may serve another connection
                exchange.run(() -> exchange.respond(response, error));
            } else if (response != null) { // it was on its way when the exchange ended: no other code has it
                response.cancel();
            }
        });
    }

    /** From now on it is the handler that the connection waits for, not the client. */
    void awaitHandler() {
        if (pending != null) {
            exchange.timeouts.enter(Phase.HANDLER);
        }
    }

    boolean isPending() {
        return pending != null;
    }

    /** The response is here. */
    void answered() {
        pending = null;
    }

    /** The response is not needed any more. */
    void cancel() {
        Future<Response> unfinished = pending;
        pending = null;
        if (unfinished != null) {
            unfinished.cancel();
        }
    }

    /** The response is sent: the next request may come. */
    void end() {
        request = null;
    }

    /** The request that is being answered; null if there is none. */
    @Nullable
    Request request() {
        return request;
    }

    @Override
    public String toString() {
        return request == null ? "no request" : request.toString();
    }
}
