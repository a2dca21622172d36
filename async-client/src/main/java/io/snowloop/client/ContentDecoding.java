// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.util.Objects;
import java.util.zip.Inflater;

/**
 * A filter that asks for compressed responses and decodes them (RFC 9110 §8.4). It knows gzip. The decoded response has no
 * {@code Content-Encoding} and no {@code Content-Length}, and its body is decoded piece by piece as it is read.
 *
 * <p>A decoded body may be a thousand times as large as what was received. Memory is bounded all the same: a piece has at
 * most 16 KiB, and {@link Response#collect} and {@link FetcherOptions#maxBody} limit the decoded bytes.
 *
 * <p>A request with an {@code Accept-Encoding} or a {@code Range} of its own is not changed, and neither is its response: its
 * caller wants the bytes as they are sent.
 */
public final class ContentDecoding implements Filter {
    private static final ContentDecoding GZIP = new ContentDecoding();

    private ContentDecoding() {}

    /** {@return the filter} It has no settings. */
    public static ContentDecoding contentDecoding() {
        return GZIP;
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        Objects.requireNonNull(next, "next");
        Headers headers = Objects.requireNonNull(request, "request").headers();
        if (headers.contains("Accept-Encoding") || headers.contains("Range")) {
            return next.handle(request);
        }
        return next.handle(request.withHeader("Accept-Encoding", "gzip")).map(ContentDecoding::decoded);
    }

    private static Response decoded(Response response) {
        String coding = response.header("Content-Encoding");
        boolean gzip = "gzip".equalsIgnoreCase(coding) || "x-gzip".equalsIgnoreCase(coding); // RFC 9110 §8.4.1.3
        if (!gzip || response.body().length() == 0) { // a response to HEAD has the fields of a GET
            return response;
        }
        return response.withHeaders(
                        response.headers().without("Content-Encoding").without("Content-Length"))
                .withBody(new GunzipStream(response.body().stream(), new Gunzip(new Inflater(true))));
    }
}
