// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.MediaType;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.AcceptedCodings;
import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import io.snowloop.options.Bounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.Deflater;

/**
 * A filter that compresses the bodies of responses (RFC 9110 §8.4) with the coding that {@code Accept-Encoding} likes best:
 * gzip or deflate, and others that you {@linkplain Builder#coding add}.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CompressionPageTest.java#filter -->
 * <pre>{@code
 * Snow app = new Snow()
 *         .filter(compression())
 *         .get("/story", request -> Response.text(STORY))
 *         .get("/token", request -> Response.text(STORY).withHeader("Cache-Control", "no-transform"));
 * }</pre>
 *
 * <p>A body is coded piece by piece while it is sent, so memory is bounded, and an event of a stream is not held back. A body
 * in memory of up to 64 KiB is coded at once and has a {@code Content-Length}. It runs on the loop's thread: gzip takes about
 * a millisecond for 64 KiB, and after these another connection has its turn. An encoder of the JDK keeps 260 KiB outside of
 * the heap until its body ends, for an event stream as long as its client stays. With its buffers it counts as 384 KiB in the
 * memory of the server ({@code ServerOptions.maxMemory}).
 *
 * <p>These responses stay as they are: with a status that has no whole body (204, 206, 304); with a {@code Content-Encoding},
 * {@code Content-Range} or digest (RFC 9530); with {@code Cache-Control: no-transform} in request or response; of a media type
 * that is compressed already, or that is not known; small ones.
 *
 * <p>What can be compressed has {@code Vary: Accept-Encoding}, for caches. A compressed response has no {@code Accept-Ranges},
 * and its {@code ETag} is weak, because the same page does not always become the same bytes. {@code If-None-Match} still
 * matches. {@code If-Match}, which needs a strong tag, does not: an API that uses it sends {@code no-transform}.
 *
 * <p><b>BREACH.</b> A page that contains a secret, such as a CSRF token, and text of the request, such as the words of a
 * search, tells the secret by its compressed length to an attacker who can send many requests and see how long the responses
 * are. TLS does not hide the length. Such a page sends {@code no-transform}, or masks its secret anew for each response.
 */
public final class Compression implements Filter {
    /** The smallest body that is compressed, unless it is set: 1 KiB. Below, little is saved. */
    public static final int DEFAULT_MIN_LENGTH = 1024;

    /** A body in memory of at most this many bytes is coded at once. */
    private static final int AT_ONCE = 64 * 1024;

    private static final Set<Status> NO_WHOLE_BODY =
            Set.of(Status.NO_CONTENT, Status.RESET_CONTENT, Status.PARTIAL_CONTENT, Status.NOT_MODIFIED);

    /** A coded body would make them wrong. */
    private static final List<String> ABOUT_THE_BYTES =
            List.of("Content-Encoding", "Content-Range", "Content-Digest", "Repr-Digest", "Digest", "Content-MD5");

    /** Types that are not {@code text/*} and whose names have no suffix that tells, and are text all the same. */
    private static final Set<String> TEXT_BY_OTHER_NAMES = Set.of(
            "application/json",
            "application/javascript",
            "application/xml",
            "application/x-javascript",
            "application/x-ndjson",
            "application/manifest+json",
            "application/wasm",
            "application/x-www-form-urlencoded",
            "font/ttf",
            "font/otf",
            "image/bmp",
            "image/x-icon",
            "image/vnd.microsoft.icon");

    /** By name, in the order in which they are chosen. */
    private final Map<String, ContentCoding> codings = new LinkedHashMap<>();

    private final List<String> names;
    private final Predicate<MediaType> types;
    private final int minLength;

    private Compression(Builder builder) {
        int level = builder.level;
        builder.codings.forEach(coding -> codings.putIfAbsent(coding.name(), coding));
        codings.putIfAbsent("gzip", DeflaterCoding.gzip(() -> new Deflater(level, true)));
        codings.putIfAbsent("deflate", DeflaterCoding.deflate(() -> new Deflater(level)));
        names = List.copyOf(codings.keySet());
        types = builder.types;
        minLength = builder.minLength;
    }

    /** {@return the filter, with all settings at their defaults} */
    public static Compression compression() {
        return builder().build();
    }

    /** {@return a builder with all settings at their defaults} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        requireNonNull(request, "request");
        CodingContext context = new CodingContext(request.context());
        return next.handle(request.withContext(context)).map(response -> {
            try {
                return compressed(request, context, response);
            } catch (Throwable thrown) { // by a predicate or a coding of the application's
                response.cancel();
                throw thrown;
            }
        });
    }

    private Response compressed(Request request, CodingContext context, Response response) {
        if (response.status().equals(Status.NOT_MODIFIED)) {
            return asStored(request, response);
        }
        if (!canBeCoded(request, response)) {
            return response;
        }
        Response varied = response.withHeaders(Vary.by("Accept-Encoding", response.headers()));
        String best = new AcceptedCodings(request.headers().all("Accept-Encoding")).best(names);
        ContentCoding coding = best == null ? null : codings.get(best);
        return coding == null ? varied : coded(request, context, varied, coding);
    }

    private boolean canBeCoded(Request request, Response response) {
        Headers headers = response.headers();
        long length = response.body().length();
        String type = headers.get("Content-Type");
        MediaType known = type == null ? null : MediaType.parse(type);
        return (length < 0 || length >= minLength)
                && !NO_WHOLE_BODY.contains(response.status())
                && known != null
                && types.test(known)
                && ABOUT_THE_BYTES.stream().noneMatch(headers::contains)
                && !headers.hasToken("Cache-Control", "no-transform")
                && !request.headers().hasToken("Cache-Control", "no-transform");
    }

    private static Response coded(Request request, CodingContext context, Response plain, ContentCoding coding) {
        Response changed = plain.withHeaders(weak(plain.headers())
                .without("Content-Length")
                .without("Accept-Ranges")
                .plus("Content-Encoding", coding.name()));
        if (request.method().equals(Method.HEAD)) { // its body is not read: no work for it, and no memory
            return changed.withBody(new CodedBody(plain.body().stream(), coding, kept -> {}));
        }
        if (!(plain.body() instanceof Body.Bytes bytes) || bytes.length() > AT_ONCE) {
            return changed.withBody(new CodedBody(plain.body().stream(), coding, context::codingKeeps));
        }
        try {
            return changed.withBody(CodedBody.of(bytes, coding));
        } catch (IOException e) {
            throw new UncheckedIOException(coding.name() + " has failed", e);
        }
    }

    /** RFC 9110 §15.4.5: a 304 has the tag of the response that the client has: a weak one, if that was compressed. */
    private static Response asStored(Request request, Response response) {
        Headers varied = Vary.by("Accept-Encoding", response.headers());
        String weak = "W/" + varied.get("ETag");
        boolean stored = request.headers().all("If-None-Match").stream().anyMatch(list -> list.contains(weak));
        return response.withHeaders(stored ? weak(varied) : varied);
    }

    private static Headers weak(Headers headers) {
        String tag = headers.get("ETag");
        return tag == null || tag.startsWith("W/") ? headers : headers.with("ETag", "W/" + tag);
    }

    private static boolean isText(MediaType type) {
        String name = type.type() + "/" + type.subtype();
        return type.type().equals("text")
                || name.endsWith("+json")
                || name.endsWith("+xml")
                || TEXT_BY_OTHER_NAMES.contains(name);
    }

    /** The settings of a {@link Compression}. */
    public static final class Builder {
        private final List<ContentCoding> codings = new ArrayList<>();
        private Predicate<MediaType> types = Compression::isText;
        private int minLength = DEFAULT_MIN_LENGTH;
        private int level = 6;

        private Builder() {}

        /**
         * Adds a coding. Of those that a client likes equally, the first that was added is used, and gzip and deflate are last.
         * @param coding shared by all loops
         * @return this builder
         * @throws IllegalArgumentException if its name is not a token in lower case
         */
        public Builder coding(ContentCoding coding) {
            String name = requireNonNull(coding, "coding").name();
            if (!Grammar.isToken(name) || !name.equals(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "the name of a coding must be a token in lower case, but is " + Printable.quote(name));
            }
            codings.add(coding);
            return this;
        }

        /**
         * Sets which media types are compressed.
         * @param types default: text, JSON, XML, scripts, SVG, WebAssembly and fonts that are not compressed
         * @return this builder
         */
        public Builder types(Predicate<MediaType> types) {
            this.types = requireNonNull(types, "types");
            return this;
        }

        /**
         * Sets the smallest body that is compressed. A body whose length is not known counts as large.
         * @param minLength in bytes, not negative; default: {@link Compression#DEFAULT_MIN_LENGTH}
         * @return this builder
         */
        public Builder minLength(int minLength) {
            this.minLength = Bounds.atLeast("minLength", 0, minLength);
            return this;
        }

        /**
         * Sets how hard gzip and deflate try.
         * @param level from 1, the fastest, to 9, the smallest result; default: 6
         * @return this builder
         */
        public Builder level(int level) {
            this.level = (int) Bounds.between("level", 1, 9, level);
            return this;
        }

        /** {@return a filter with these settings} The builder can be used again. */
        public Compression build() {
            return new Compression(this);
        }
    }
}
