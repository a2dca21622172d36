// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Owned;
import io.snowloop.http.Body;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.Handler;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.input.Input;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** A view as a route's handler: it collects the request's body, up to a limit, and calls the view. */
final class ViewHandler implements Handler {
    /** A {@link View} or an {@link AsyncView}. */
    private final Handler view;

    private final LongSupplier bodyLimit;
    private final LimitLog limits;

    ViewHandler(Handler view, LongSupplier bodyLimit, LimitLog limits) {
        this.view = view;
        this.bodyLimit = bodyLimit;
        this.limits = limits;
    }

    /** @throws IllegalArgumentException if the view needs another parameter than its route has */
    void check(Object route, Collection<String> parameters) {
        if (view instanceof StaticFiles) {
            StaticFiles.check(route, parameters);
        }
    }

    /** The same view, which is called only if the request has these values. */
    ViewHandler checking(List<Input<?>> inputs) {
        Handler checked;
        if (view instanceof View plain) {
            checked = (View) request -> {
                Input.check(request, inputs);
                return plain.view(request);
            };
        } else {
            checked = (AsyncView) (request, loop) -> {
                Input.check(request, inputs);
                return ((AsyncView) view).view(request, loop);
            };
        }
        return new ViewHandler(checked, bodyLimit, limits);
    }

    /** Needs no loop if the body is in memory and the view is a plain one, so that a test can call it. */
    @Override
    public Future<Response> handle(Request request) {
        Body body = request.body();
        long limit = bodyLimit.getAsLong();
        if (!(body instanceof Body.Bytes) || body.length() > limit) {
            return body.collect(limit).transform(new OnceCollected(request));
        }
        try { // calls view, not handle: that is one frame less in the stack trace of each view
            return view instanceof View plain
                    ? Future.completed(plain.view(request))
                    : ((AsyncView) view).view(request, Scheduler.current());
        } catch (Exception e) {
            return Future.failed(e);
        }
    }

    /** The second half, for a body that was not complete. The trace shows the request as the owner of the waiting time. */
    private final class OnceCollected implements Function<Completed<Body.Bytes>, Future<Response>>, Owned {
        private final Request request;

        OnceCollected(Request request) {
            this.request = request;
        }

        @Override
        public Future<Response> apply(Completed<Body.Bytes> collected) {
            Throwable error = collected.error();
            return error == null ? handle(request.withBody(collected.resultNow())) : Future.failed(inBody(error));
        }

        /** A body that breaks off is a failure of the client or of the network, not of the view: 400 and not 500. */
        private Throwable inBody(Throwable error) {
            if (error instanceof BodyTooLargeException) {
                limits.hit("Snow.bodyLimit", bodyLimit.getAsLong(), "answering 413 to a request with a longer body");
                return error;
            }
            return new HttpException(Status.BAD_REQUEST, "the request's body broke off", error);
        }

        @Override
        public Object owner() {
            return request;
        }
    }
}
