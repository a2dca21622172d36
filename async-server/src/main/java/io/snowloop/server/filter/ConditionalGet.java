// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpDate;
import io.snowloop.http.HttpException;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.EntityTags;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A filter that does not send a client what it has: it gives responses of views an {@code ETag}, and answers a GET or HEAD
 * whose {@code If-None-Match} has that tag with 304 (RFC 9110 §13.1.2).
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CachingPageTest.java#views -->
 * <pre>{@code
 * Snow app = new Snow()
 *         .filter(compression())
 *         .filter(conditionalGet())
 *         .get("/news", request -> Response.html("<h1>Snow</h1>"));
 *
 * Response first = app.handle(Request.get("/news")).resultNow();
 * Response again = app.handle(Request.get("/news").withHeader("If-None-Match", first.header("ETag")))
 *         .resultNow();
 * assertThat(again.status()).isEqualTo(Status.NOT_MODIFIED);
 * }</pre>
 *
 * <p>The tag is a digest of the body, so it saves the transmission and not the work of the view. A response with a tag or a
 * {@code Last-Modified} of its own keeps it, and is compared by it. A body that is a stream or a file gets no tag, because it
 * would have to be read twice. Only responses with status 200 are compared.
 *
 * <p>It answers no conditions of requests that change something ({@code If-Match} with PUT): these have to be compared before
 * anything is changed, which only the view can do, by {@link #requireMatch}.
 */
public final class ConditionalGet implements Filter {
    private static final ConditionalGet CONDITIONAL_GET = new ConditionalGet();

    private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?\"[^\"]*\"");

    /** What a 304 leaves out: it describes a body that is not sent (§15.4.5). */
    private static final List<String> ABOUT_THE_BODY =
            List.of("Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "Accept-Ranges");

    private ConditionalGet() {}

    /** {@return the filter} It has no settings. Add it after {@link Compression}. */
    public static ConditionalGet conditionalGet() {
        return CONDITIONAL_GET;
    }

    /**
     * Requires that the client of a request has seen what it changes, so that no change of another client is lost (RFC 9110
     * §13.1.1). For a view of PUT, PATCH or DELETE, before it changes anything.
     *
     * @param request whose {@code If-Match} is compared
     * @param tag the entity tag of what is there now, with its quotes: {@code "\"7\""}. A weak one, {@code W/"7"}, is not enough for a
     *     change: only {@code *} matches it
     * @throws HttpException 428 if there is no {@code If-Match} (RFC 6585 §3), 412 if it has not this tag; the message says so to the client
     * @throws IllegalArgumentException if {@code tag} is no entity tag
     */
    public static void requireMatch(Request request, String tag) {
        List<String> wanted = requireNonNull(request, "request").headers().all("If-Match");
        if (!ENTITY_TAG.matcher(requireNonNull(tag, "tag")).matches()) {
            throw new IllegalArgumentException("an entity tag has quotes, such as \"7\", and this has none: " + tag);
        }
        if (wanted.isEmpty()) {
            throw new HttpException(
                    Status.PRECONDITION_REQUIRED, "send If-Match with the ETag of what is to be changed");
        }
        if (!new EntityTags(wanted).listStrongly(tag)) {
            throw new HttpException(Status.PRECONDITION_FAILED, "it has been changed meanwhile: its ETag is " + tag);
        }
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        Method method = requireNonNull(request, "request").method();
        if (!method.equals(Method.GET) && !method.equals(Method.HEAD)) {
            return next.handle(request);
        }
        return next.handle(request).map(response -> {
            if (!response.status().equals(Status.OK)) {
                return response;
            }
            Response tagged = tagged(response);
            return isKnown(request.headers(), tagged.headers()) ? notModified(tagged) : tagged;
        });
    }

    private static Response tagged(Response response) {
        boolean own = response.headers().contains("ETag") || response.headers().contains("Last-Modified");
        return !own && response.body() instanceof Body.Bytes bytes ? response.withHeader("ETag", tag(bytes)) : response;
    }

    /** 96 bits are enough: who can make two pages with the same digest could also make them equal. */
    private static String tag(Body.Bytes body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(body.buffer());
            byte[] most = Arrays.copyOf(digest.digest(), 12);
            return '"' + Base64.getUrlEncoder().encodeToString(most) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** In the order of §13.2.2: a date counts only if there is no list of tags. */
    private static boolean isKnown(Headers request, Headers response) {
        if (request.contains("If-None-Match")) {
            String tag = response.get("ETag");
            return tag != null && new EntityTags(request.all("If-None-Match")).listWeakly(tag);
        }
        Instant changed = date(response, "Last-Modified");
        Instant known = date(request, "If-Modified-Since");
        return changed != null && known != null && !changed.isAfter(known);
    }

    private static @Nullable Instant date(Headers headers, String name) {
        String date = headers.get(name);
        return date == null ? null : HttpDate.parse(date);
    }

    private static Response notModified(Response response) {
        response.cancel(); // a body that is a stream is not sent
        Headers headers = response.headers();
        for (String name : ABOUT_THE_BODY) {
            headers = headers.without(name);
        }
        return Response.of(Status.NOT_MODIFIED).withHeaders(headers);
    }
}
