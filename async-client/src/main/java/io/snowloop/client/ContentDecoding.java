// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * A filter that asks for compressed responses and decodes them (RFC 9110 §8.4). It knows gzip and deflate, and what {@link
 * #withDecoder} adds. The decoded response has no {@code Content-Encoding} and no {@code Content-Length}, and its body is
 * decoded piece by piece as it is read. Several codings are undone in the reverse of the order in which they were applied.
 *
 * <p>A decoded body may be a thousand times as large as what was received. Memory is bounded all the same: a piece has at
 * most 64 KiB, a body has at most 5 codings, and {@link Response#collect} and {@link FetcherOptions#maxBody} limit the decoded
 * bytes. A body that has more than 128 KiB without data for each of its codings fails. In a turn of the loop the decoders take 256 KiB.
 *
 * <p>A request with an {@code Accept-Encoding} or a {@code Range} of its own is not changed, and neither is its response: its
 * caller wants the bytes as they are sent. A response with a coding that the filter does not know is passed on as it is.
 */
public final class ContentDecoding implements Filter {
    /** No server applies so many. Each of them may make a body a thousand times as large. */
    private static final int MOST_CODINGS = 5;

    private static final ContentDecoding DEFAULT = new ContentDecoding(Map.of())
            .withDecoder("deflate", Inflate::new)
            .withDecoder("gzip", () -> new Gunzip(new Inflater(true)));

    /** By the coding's name, in the order in which they are asked for. */
    private final Map<String, Supplier<? extends ContentDecoder>> decoders;

    private ContentDecoding(Map<String, Supplier<? extends ContentDecoder>> decoders) {
        this.decoders = decoders;
    }

    /** {@return the filter, for gzip and deflate} */
    public static ContentDecoding contentDecoding() {
        return DEFAULT;
    }

    /**
     * {@return this filter with one more coding} {@code Accept-Encoding} names it before those that the filter knows already.
     *
     * <!-- region samples/src/test/java/io/snowloop/samples/docs/CompressionPageTest.java#decoder -->
     * <pre>{@code
     * Filter decoding = contentDecoding().withDecoder("zstd", Zstandard::new);
     * }</pre>
     *
     * @param coding its registered name, {@code zstd} for example, in any case; it takes the place of one of the same name
     * @param decoder makes the decoder of one body, on the loop's thread
     * @throws IllegalArgumentException if the name is not a token
     */
    public ContentDecoding withDecoder(String coding, Supplier<? extends ContentDecoder> decoder) {
        Objects.requireNonNull(decoder, "decoder");
        if (!Grammar.isToken(Objects.requireNonNull(coding, "coding"))) {
            throw new IllegalArgumentException("a coding must be a token, not " + Printable.quote(coding));
        }
        Map<String, Supplier<? extends ContentDecoder>> more = new LinkedHashMap<>();
        more.put(coding.toLowerCase(Locale.ROOT), decoder);
        decoders.forEach(more::putIfAbsent);
        return new ContentDecoding(more);
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        Objects.requireNonNull(next, "next");
        Headers headers = Objects.requireNonNull(request, "request").headers();
        if (headers.contains("Accept-Encoding") || headers.contains("Range")) {
            return next.handle(request);
        }
        return next.handle(request.withHeader("Accept-Encoding", String.join(", ", decoders.keySet())))
                .flatMap(this::decoded);
    }

    private Future<Response> decoded(Response response) {
        List<String> codings = codings(response.headers());
        if (codings.isEmpty()
                || !decoders.keySet().containsAll(codings)
                || response.body().length() == 0) { // a response to HEAD has the fields of a GET
            return Future.completed(response);
        }
        if (codings.size() > MOST_CODINGS) {
            response.cancel();
            return Future.failed(new ZipException("the body has " + codings.size() + " content codings, and at most "
                    + MOST_CODINGS + " are undone"));
        }
        List<DecodedStream.Layer> layers = new ArrayList<>();
        for (int last = codings.size() - 1; last >= 0; last--) {
            String coding = codings.get(last);
            layers.add(new DecodedStream.Layer(
                    coding, Objects.requireNonNull(decoders.get(coding)).get()));
        }
        return Future.completed(response.withHeaders(
                        response.headers().without("Content-Encoding").without("Content-Length"))
                .withBody(new DecodedStream(response.body().stream(), layers)));
    }

    /** In the order in which they were applied (§8.4). */
    private static List<String> codings(Headers headers) {
        List<String> codings = new ArrayList<>();
        for (String member : String.join(",", headers.all("Content-Encoding")).split(",")) {
            String name = member.strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && !name.equals("identity")) {
                codings.add(name.equals("x-gzip") ? "gzip" : name); // §8.4.1.3
            }
        }
        return codings;
    }
}
