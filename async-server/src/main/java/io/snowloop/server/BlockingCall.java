// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The call of a {@link BlockingView}. A view that ignores its interrupt goes on when its request is over, and keeps the bytes of this: they count
 * until it returns.
 */
final class BlockingCall implements Callable<Response> {
    private enum State {
        NEW,
        RUNNING,
        /** It runs, and its request is over. */
        LEFT,
        DONE
    }

    private final View view;
    private final Request request;
    private final Scheduler loop;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

    BlockingCall(View view, Request request, Scheduler loop) {
        this.view = view;
        this.request = request;
        this.loop = loop;
    }

    @Override
    public Response call() throws Exception {
        if (!state.compareAndSet(State.NEW, State.RUNNING)) {
            throw new CancellationException("the request was over before its view began");
        }
        try {
            return view.view(request);
        } finally {
            if (state.getAndSet(State.DONE) == State.LEFT) {
                returned();
            }
        }
    }

    private void returned() {
        try {
            loop.execute(() -> request.context().keepsBehind(-bytes()));
        } catch (RejectedExecutionException e) {
            // the loop is closed, and counts nothing any more
        }
    }

    /** The request is over. On the loop. */
    void leave() {
        if (!state.compareAndSet(State.NEW, State.DONE) && state.compareAndSet(State.RUNNING, State.LEFT)) {
            request.context().keepsBehind(bytes());
        }
    }

    private long bytes() {
        Body.Bytes body = request.body().collected();
        return MemoryBudget.ofHead(request.target(), request.headers()) + (body == null ? 0 : body.length());
    }
}
