// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Attribute;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.Printable;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A filter that follows redirects: it sends the request to the {@code Location} of a 3xx response (RFC 9110 §15.4).
 *
 * <p>303, and 301 and 302 for POST, turn the request into a GET without a body, as every browser does. 307 and 308 repeat it
 * as it was. Credentials are not sent to another origin: {@code Authorization}, {@code Proxy-Authorization} and
 * {@code Cookie} are removed there.
 *
 * <p>Characters of a {@code Location} that no URL has are percent-encoded, as browsers do it, and one without a fragment has
 * that of the request's URL (RFC 9110 §10.2.2). The body of a redirect is received and discarded, up to 16 KiB and for up to
 * 1 s, so that its connection can be used again.
 *
 * <p>A redirect that cannot be followed fails the fetch with an {@link IOException}: there were too many, the URL is not
 * valid, or the body is a stream, which is used up.
 */
public final class Redirects implements Filter {
    /** Fields that describe the body: a request without one does not have them (RFC 9110 §15.4). */
    private static final List<String> BODY_FIELDS = List.of(
            "Content-Type",
            "Content-Length",
            "Content-Encoding",
            "Content-Language",
            "Content-Location",
            "Transfer-Encoding",
            "Trailer",
            "Expect");

    /** Fields that are for one origin, and that another one must not learn (RFC 9110 §15.4). */
    private static final List<String> ORIGIN_FIELDS = List.of("Authorization", "Proxy-Authorization", "Cookie", "Host");

    /** Is told the URL of each request of a chain before it is sent: the last one is that of the response. */
    static final Attribute<Consumer<String>> TARGETS = Attribute.of("targets");

    private final int limit;
    private final BiConsumer<Request, Response> observer;

    private Redirects(int limit, BiConsumer<Request, Response> observer) {
        this.limit = limit;
        this.observer = observer;
    }

    /**
     * Follows up to {@code limit} redirects. One more fails the fetch.
     * @param limit the most redirects of one fetch; 0 refuses the first
     * @return the filter
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    public static Redirects redirects(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("the number of redirects must not be negative: " + limit);
        }
        return new Redirects(limit, (request, response) -> {});
    }

    /**
     * {@return these redirects with another observer} It is called on the loop's thread, with each request that was
     * redirected and its response, before the next request is sent.
     *
     * @param observer gets the request that was redirected, and the response that did it
     */
    public Redirects withObserver(BiConsumer<Request, Response> observer) {
        return new Redirects(limit, Objects.requireNonNull(observer, "observer"));
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(next, "next");
        return send(request, next, 0);
    }

    private Future<Response> send(Request request, Handler next, int followed) {
        Consumer<String> targets = request.attribute(TARGETS);
        if (targets != null) {
            targets.accept(request.target());
        }
        return next.handle(request).flatMap(response -> {
            String location = response.header("Location");
            if (location == null || !isRedirect(response.status())) {
                return Future.completed(response);
            }
            try {
                Request redirected = redirected(request, response.status(), location, followed);
                observer.accept(request, response);
                return UnwantedBody.receive(response).flatMap(discarded -> send(redirected, next, followed + 1));
            } catch (IOException e) {
                response.cancel();
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
        String url = Reference.redirect(location, request.target());
        Request redirected = request.withTarget(url);
        if (becomesGet(request.method(), status)) {
            redirected = redirected
                    .withMethod(request.method().equals(Method.HEAD) ? Method.HEAD : Method.GET)
                    .withBody(Body.EMPTY)
                    .withHeaders(without(redirected.headers(), BODY_FIELDS));
        } else if (!Exchange.isRepeatable(request.body())) {
            throw new IOException(request + " was redirected with " + status + " to " + Printable.quote(url)
                    + ", and cannot be repeated: its body was a stream, and is used up");
        }
        if (!origin(url, request).equals(Target.of(request.target()).origin())) {
            redirected = redirected.withHeaders(without(redirected.headers(), ORIGIN_FIELDS));
        }
        return redirected;
    }

    private static Origin origin(String url, Request redirected) throws IOException {
        try {
            return Target.of(url).origin();
        } catch (IllegalArgumentException e) { // a mistake of the server, not of our caller: so an IOException
            throw new IOException(redirected + " was redirected to where a fetch cannot go: " + e.getMessage(), e);
        }
    }

    static Headers without(Headers headers, List<String> names) {
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
