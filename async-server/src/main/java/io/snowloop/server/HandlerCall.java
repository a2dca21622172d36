// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Completed;
import io.snowloop.future.Context;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Handler;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.SentResponse;
import io.snowloop.http.Status;
import io.snowloop.loop.LoopEvent;
import io.snowloop.server.ConnectionTimeouts.Phase;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The call of the handler for the request of an exchange, while its response is pending. One call at a time.
 *
 * <p>The handler may ask for more than its request: to be told when the server drains, or when the server gives the request
 * up ({@link #orRefusal}), so that the handler's own filters see the response to that.
 */
final class HandlerCall {
    private final ServerContext context;
    private final Exchange exchange;

    /** The request that is being answered. */
    private @Nullable Request request;

    /** The time of the turn in which it came. */
    private long began;

    /** The handler's response, as long as it is pending. */
    private @Nullable Future<Response> pending;

    /** Fails when the server gives the request up; null if the handler has not asked. */
    private @Nullable Promise<Response> refusal;

    /** Whether the connection ends after the response. */
    private boolean last;

    /** Completes when the server drains; null if the handler has not asked. */
    private @Nullable Promise<@Nullable Void> draining;

    /** Completes when the response is sent, or broke off; null if the handler has not asked. */
    private @Nullable Promise<SentResponse> sent;

    /** Of the head that was sent; null before. */
    private @Nullable Status status;

    HandlerCall(ServerContext context, Exchange exchange) {
        this.context = context;
        this.exchange = exchange;
    }

    /** A request has arrived. */
    void received(Request next) {
        request = next;
        began = context.reactor().turnTime();
    }

    /** Calls the handler for it. What it throws fails the response. */
    Future<Response> invoke(Request next) {
        Future<Response> response;
        context.reactor().observe(LoopEvent.CALL, 0, next);
        try {
            Handler handler = context.handler();
            boolean plain = Context.current() == Context.EMPTY; // else a callback of the request before has led here
            response = plain ? handler.handle(next) : Context.EMPTY.call(() -> handler.handle(next));
            Objects.requireNonNull(
                    response, "the handler, or a filter around it, returned null: give a future of the response");
        } catch (Throwable thrown) {
            response = Future.failed(thrown);
        }
        context.reactor().observe(LoopEvent.END, 0, next);
        return response;
    }

    /** The handler's response is pending. */
    void await(Future<Response> future) {
        pending = future;
        context.metrics().waits();
        future.on(context.loop()).onComplete((response, error) -> {
            if (pending == future) { // else it was cancelled, and the exchange may serve another connection
                exchange.run(() -> respond(response, error));
            } else if (response != null) { // it was on its way when the exchange ended: no other code has it
                response.cancel();
            }
        });
    }

    private void respond(@Nullable Response response, @Nullable Throwable error) {
        exchange.respond(response, error);
        if (last) {
            exchange.end();
        }
    }

    // -------------------------------------------------------------------------------------- asked by the handler

    /** See {@link io.snowloop.http.RequestContext#draining}. */
    Future<@Nullable Void> draining() {
        Promise<@Nullable Void> promise = draining;
        if (promise == null) {
            promise = context.loop().newPromise();
            draining = promise;
            if (exchange.isDraining()) {
                promise.complete(null);
            }
        }
        return promise.shield();
    }

    /** See {@link io.snowloop.http.RequestContext#orRefusal}. The innermost caller is first, and gets the refusal. */
    Future<Response> orRefusal(Future<Response> answer) {
        if (refusal != null && !refusal.isDone()) {
            return answer;
        }
        Promise<Response> promise = context.loop().newPromise();
        refusal = promise;
        return Future.race(context.loop(), List.of(answer, promise));
    }

    /** See {@link io.snowloop.http.RequestContext#sent}. */
    Future<SentResponse> sent() {
        Promise<SentResponse> promise = sent;
        if (promise == null) {
            promise = context.loop().newPromise();
            sent = promise;
        }
        return promise.shield();
    }

    // ----------------------------------------------------------------------------------------- told by the server

    /** The head of the response is encoded. */
    void headSent(Status its) {
        status = its;
        context.metrics().answered(its, began());
    }

    /**
     * The response is sent, or broke off.
     *
     * @param bytes of its body
     * @param complete whether these are all
     */
    void responseSent(long bytes, boolean complete) {
        if (sent != null) {
            sent.complete(new SentResponse(status, status == null ? 0 : bytes, complete));
        }
    }

    /** The server drains. */
    void drain() {
        if (draining != null) {
            draining.complete(null);
        }
    }

    /**
     * The server gives the request up, and the handler makes the response to that, in a short time.
     *
     * @param end whether the connection ends after it
     * @return false if the handler is not called, or has not asked: then the server has to respond
     */
    boolean refuse(HttpException why, boolean end) {
        if (pending == null || refusal == null || !refusal.fail(why)) {
            return false;
        }
        last |= end;
        exchange.enter(Phase.REFUSED);
        return true;
    }

    /** From now on it is the handler that the connection waits for, not the client. */
    void awaitHandler() {
        if (pending != null && !isRefused()) {
            exchange.enter(Phase.HANDLER);
        }
    }

    /** From now on it is the client that the connection waits for. The handler of a refused request gets no more time. */
    void awaitClient() {
        if (!isRefused()) {
            exchange.enter(Phase.NONE);
        }
    }

    private boolean isRefused() {
        return refusal != null && refusal.isFailed() && !refusal.isCancelled();
    }

    /** Whether it is the error that the server has refused the request with, and has logged. */
    @SuppressWarnings("ReferenceEquality") // that very error
    boolean isRefusedWith(Throwable error) {
        Completed<Response> outcome = refusal == null ? null : refusal.outcome();
        return outcome != null && outcome.error() == error;
    }

    boolean isPending() {
        return pending != null;
    }

    /** The response is here, or not needed any more. */
    void answered() {
        if (pending != null) {
            pending = null;
            context.metrics().waitsNoLonger();
        }
    }

    /** The response is not needed any more. */
    void cancel() {
        Future<Response> unfinished = pending;
        answered();
        if (unfinished != null) {
            unfinished.cancel();
        }
    }

    /** The response is sent, or never will be: another request may come. */
    void end() {
        request = null;
        refusal = null;
        draining = null;
        sent = null;
        status = null;
        last = false;
    }

    /** The time of the turn in which the request came; of this turn, if it did not come as a whole. */
    long began() {
        return request == null ? context.reactor().turnTime() : began;
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
