// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Attribute;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A filter that gives each request an id, and its response the same in {@value #HEADER}: so that a user's complaint, and the logs of
 * several servers, can be brought together. Add it before {@link AccessLog}, whose lines then end with the id.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/RateLimitPageTest.java#request-id -->
 * <pre>{@code
 * Snow app = new Snow()
 *         .filter(requestId())
 *         .filter(accessLog()) // GET / 200 29 bytes 0.2 ms 6f1c0e4a9b3d5872
 *         .get("/", request -> Response.text("request " + RequestId.of(request)));
 * }</pre>
 */
public final class RequestId implements Filter {
    /** The name of the header field. */
    public static final String HEADER = "X-Request-Id";

    private static final Attribute<String> ID = Attribute.of("request id");

    /** What cannot break a line of a log, or fill it. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._=-]{1,64}");

    private final boolean ofProxy;

    private RequestId(boolean ofProxy) {
        this.ofProxy = ofProxy;
    }

    /** {@return a filter that makes ids, and ignores those that clients send} 16 hexadecimal digits, which are no secret. */
    public static RequestId requestId() {
        return new RequestId(false);
    }

    /**
     * {@return a filter that takes the id that a request has, and makes one if it has none} For servers behind a proxy that sets the
     * field: else clients choose their ids. An id of other characters than letters, digits and {@code ._=-}, or of more than 64, is not
     * taken.
     */
    public static RequestId requestIdOfProxy() {
        return new RequestId(true);
    }

    /**
     * {@return the id of a request; null if there is no such filter around the handler}
     * @param request from inside of this filter
     */
    public static @Nullable String of(Request request) {
        return requireNonNull(request, "request").attribute(ID);
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        String sent = ofProxy ? requireNonNull(request, "request").header(HEADER) : null;
        String id = sent != null && HARMLESS.matcher(sent).matches() ? sent : made();
        return next.handle(request.withAttribute(ID, id)).map(response -> response.withHeader(HEADER, id));
    }

    private static String made() {
        return String.format("%016x", ThreadLocalRandom.current().nextLong());
    }
}
