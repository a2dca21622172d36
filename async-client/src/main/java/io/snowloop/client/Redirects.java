package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A filter that asks again where a 3xx response points to (RFC 9110 §15.4).
 *
 * <p>303, and 301 and 302 for POST, turn the request into a GET without a body, as every browser does; 307 and 308 repeat
 * it as it was. Credentials don't go to another origin: {@code Authorization} and {@code Cookie} are dropped there.
 */
public final class Redirects implements Filter {
    /** What says something about a body, and so goes with it (RFC 9110 §15.4). */
    private static final List<String> OF_THE_BODY = List.of(
            "Content-Type",
            "Content-Length",
            "Content-Encoding",
            "Content-Language",
            "Content-Location",
            "Transfer-Encoding",
            "Trailer",
            "Expect");

    /** What one origin is told and another must not learn. */
    private static final List<String> OF_THE_ORIGIN = List.of("Authorization", "Proxy-Authorization", "Cookie", "Host");

    private final int limit;
    private final BiConsumer<Request, Response> observer;

    private Redirects(int limit, BiConsumer<Request, Response> observer) {
        this.limit = limit;
        this.observer = observer;
    }

    /** Follows up to {@code limit} redirects; one more fails the fetch. */
    public static Redirects redirects(int limit) {
        return new Redirects(limit, (request, response) -> {});
    }

    /** The same, and tells {@code observer} of each request that was redirected and the response that did so. */
    public Redirects withObserver(BiConsumer<Request, Response> observer) {
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
            response.cancel(); // nobody reads its body
            try {
                Request redirected = redirected(request, response.status(), location, followed);
                observer.accept(request, response);
                return ask(redirected, next, followed + 1);
            } catch (IOException e) {
                return Future.failed(e);
            }
        });
    }

    private static boolean isRedirect(Status status) {
        return switch (status.code()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private Request redirected(Request request, Status status, String location, int followed) throws IOException {
        if (followed == limit) {
            throw new IOException("more than " + limit + " redirects, the last one from " + request.target());
        }
        String url = Reference.parse(location).resolve(request.target());
        Request redirected = request.withTarget(url);
        if (becomesGet(request.method(), status)) {
            redirected = redirected
                    .withMethod(request.method().equals(Method.HEAD) ? Method.HEAD : Method.GET)
                    .withBody(Body.EMPTY)
                    .withHeaders(without(redirected.headers(), OF_THE_BODY));
        } else if (request.body() instanceof BodyStream) {
            throw new IOException(request + " was redirected with " + status + " to " + url
                    + ", and cannot be repeated: its body was a stream, and is used up");
        }
        if (!origin(url, request).equals(Target.of(request.target()).origin())) {
            redirected = redirected.withHeaders(without(redirected.headers(), OF_THE_ORIGIN));
        }
        return redirected;
    }

    private static Origin origin(String url, Request redirected) throws IOException {
        try {
            return Target.of(url).origin();
        } catch (IllegalArgumentException e) { // as a cause of failure it is the server's mistake, not our caller's
            throw new IOException(redirected + " was redirected to where a fetch cannot go: " + e.getMessage(), e);
        }
    }

    private static Headers without(Headers headers, List<String> names) {
        Headers rest = headers;
        for (String name : names) {
            rest = rest.without(name);
        }
        return rest;
    }

    private static boolean becomesGet(Method method, Status status) {
        return status.equals(Status.SEE_OTHER)
                || (method.equals(Method.POST)
                        && (status.equals(Status.MOVED_PERMANENTLY) || status.equals(Status.FOUND)));
    }
}
