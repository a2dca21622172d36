package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.io.IOException;
import java.net.URI;
import java.util.function.BiConsumer;

/**
 * A filter that asks again where a 3xx response points to (RFC 9110 §15.4).
 *
 * <p>303, and 301 and 302 for POST, turn the request into a GET without a body, as every browser does; 307 and 308 repeat
 * it as it was. Credentials don't go to another origin: {@code Authorization} and {@code Cookie} are dropped there.
 */
public final class Redirects implements Filter {
    private final int limit;
    private final BiConsumer<Request, Response> observer;

    private Redirects(int limit, BiConsumer<Request, Response> observer) {
        this.limit = limit;
        this.observer = observer;
    }

    /** Follows up to {@code limit} redirects; one more fails the fetch. */
    public static Redirects follow(int limit) {
        return new Redirects(limit, (request, response) -> {});
    }

    /** The same, and tells {@code observer} of each request that was redirected and the response that did so. */
    public Redirects observed(BiConsumer<Request, Response> observer) {
        return new Redirects(limit, observer);
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        return ask(request, next, 0);
    }

    private Future<Response> ask(Request request, Handler next, int followed) {
        return next.handle(request).flatMap(response -> {
            String location = response.header("Location");
            if (location == null || !isRedirect(response.status())) {
                return Future.completed(response);
            }
            if (response.body() instanceof BodyStream unread) {
                unread.cancel();
            }
            if (followed == limit) {
                return Future.failed(
                        new IOException("more than " + limit + " redirects, the last one from " + request.target()));
            }
            observer.accept(request, response);
            return ask(redirected(request, response.status(), location), next, followed + 1);
        });
    }

    private static boolean isRedirect(Status status) {
        return switch (status.code()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static Request redirected(Request request, Status status, String location) {
        URI from = request.uri();
        URI to = from.resolve(location);
        Request redirected = request.withTarget(to.toString());
        if (becomesGet(request.method(), status)) {
            redirected = redirected
                    .withMethod(request.method().equals(Method.HEAD) ? Method.HEAD : Method.GET)
                    .withBody(Body.EMPTY)
                    .withHeaders(redirected.headers().without("Content-Type"));
        } else if (!(request.body() instanceof Body.Bytes)) {
            throw new IllegalStateException(
                    "cannot follow " + status + " to " + to + ": the request body was a stream, and is used up");
        }
        if (!sameOrigin(from, to)) {
            redirected = redirected.withHeaders(redirected
                    .headers()
                    .without("Authorization")
                    .without("Cookie")
                    .without("Host"));
        }
        return redirected;
    }

    private static boolean becomesGet(Method method, Status status) {
        return status.equals(Status.SEE_OTHER)
                || (method.equals(Method.POST)
                        && (status.equals(Status.MOVED_PERMANENTLY) || status.equals(Status.FOUND)));
    }

    private static boolean sameOrigin(URI from, URI to) {
        return from.getScheme().equalsIgnoreCase(String.valueOf(to.getScheme()))
                && String.valueOf(from.getRawAuthority()).equalsIgnoreCase(to.getRawAuthority());
    }
}
