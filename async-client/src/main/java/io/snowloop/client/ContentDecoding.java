package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;

/**
 * A filter that asks for compressed responses, and gives them plain (RFC 9110 §8.4): where a server sends gzip, the body is
 * what it was before, piece by piece, and {@code Content-Encoding} and {@code Content-Length} are gone.
 *
 * <p>A body that has not been read may be a thousand times as large as what came over the wire. It is as everywhere:
 * pieces of bounded size, and {@link Response#collect} has a limit.
 *
 * <p>A request that has an {@code Accept-Encoding} or a {@code Range} of its own passes as it is, and so does its response.
 */
public final class ContentDecoding implements Filter {
    private static final ContentDecoding GZIP = new ContentDecoding();

    private ContentDecoding() {}

    /** Asks for gzip, and knows no other coding. */
    public static ContentDecoding contentDecoding() {
        return GZIP;
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        Headers headers = request.headers();
        if (headers.contains("Accept-Encoding") || headers.contains("Range")) {
            return next.handle(request);
        }
        return next.handle(request.withHeader("Accept-Encoding", "gzip")).map(ContentDecoding::decoded);
    }

    private static Response decoded(Response response) {
        String coding = response.header("Content-Encoding");
        boolean gzip = "gzip".equalsIgnoreCase(coding) || "x-gzip".equalsIgnoreCase(coding); // RFC 9110 §8.4.1.3
        if (!gzip || response.body().length() == 0) { // the answer to a HEAD says what a GET would get
            return response;
        }
        return response.withHeaders(
                        response.headers().without("Content-Encoding").without("Content-Length"))
                .withBody(new GunzipStream(response.body().stream()));
    }
}
