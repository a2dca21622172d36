package io.snowloop.server;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Owned;
import io.snowloop.http.Body;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** A view as a handler, which collects the request's body first. */
abstract class ViewHandler implements Handler {
    private final LongSupplier bodyLimit;

    private ViewHandler(LongSupplier bodyLimit) {
        this.bodyLimit = bodyLimit;
    }

    /** A plain view. It needs no loop if the body is in memory, so that it can be tested by calling it. */
    static ViewHandler of(View view, LongSupplier bodyLimit) {
        return new ViewHandler(bodyLimit) {
            @Override
            Future<Response> view(Request request) throws Exception {
                return Future.completed(view.view(request));
            }
        };
    }

    static ViewHandler of(AsyncView view, LongSupplier bodyLimit) {
        return new ViewHandler(bodyLimit) {
            @Override
            Future<Response> view(Request request) throws Exception {
                return view.view(request, Scheduler.current());
            }
        };
    }

    abstract Future<Response> view(Request request) throws Exception;

    @Override
    public final Future<Response> handle(Request request) {
        Body body = request.body();
        long limit = bodyLimit.getAsLong();
        if (body instanceof Body.Bytes && body.length() <= limit) {
            return answer(request);
        }
        return body.collect(limit).transform(new OnceCollected(request));
    }

    private Future<Response> answer(Request request) {
        try {
            return view(request);
        } catch (Exception e) {
            return Future.failed(e);
        }
    }

    /** A body that breaks off is the client's failure, or the network's, and no reason for a 500. */
    private static Throwable broken(Throwable error) {
        return error instanceof BodyTooLargeException
                ? error
                : new HttpException(Status.BAD_REQUEST, "the request's body broke off", error);
    }

    /** The rest of the way, for a request whose body was not there yet; it says whose it is. */
    private final class OnceCollected implements Function<Completed<Body.Bytes>, Future<Response>>, Owned {
        private final Request request;

        OnceCollected(Request request) {
            this.request = request;
        }

        @Override
        public Future<Response> apply(Completed<Body.Bytes> collected) {
            Throwable error = collected.error();
            return error == null ? answer(request.withBody(collected.resultNow())) : Future.failed(broken(error));
        }

        @Override
        public Object owner() {
            return request;
        }
    }
}
