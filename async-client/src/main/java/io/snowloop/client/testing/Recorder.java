// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.testing;

import static java.util.Objects.requireNonNull;

import io.snowloop.client.auth.Redaction;
import io.snowloop.client.testing.Tape.Take;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A filter for tests that records requests and their responses, for a {@link Replay}.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/ClientTestsPageTest.java#record -->
 * <pre>{@code
 * Recorder recorder = Recorder.create().alsoRedacting("X-Api-Key");
 * Fetcher fetcher = plain.with(recorder).with(contentDecoding());
 * fetcher.runUntil(words(fetcher, url));
 * recorder.save(file);
 * }</pre>
 *
 * <p>The values of {@code Authorization}, {@code Proxy-Authorization}, {@code Cookie} and {@code Set-Cookie} are not written, nor those of
 * the fields that {@link #alsoRedacting} names. Bodies and URLs are written as they are: look at the file before you publish it.
 *
 * <p>Bodies are collected, up to 64 MiB. A body of a request that is a stream fails the request. Outside of
 * {@link io.snowloop.client.ContentDecoding} it records text where the server sends gzip.
 *
 * <p>As a filter it belongs to one loop.
 */
public final class Recorder implements Filter {
    private static final long MAX_BODY = 64L * 1024 * 1024;

    private final Redaction redaction;
    private final List<Take> takes = new ArrayList<>();

    private Recorder(Redaction redaction) {
        this.redaction = redaction;
    }

    /** {@return a filter that has recorded nothing yet} */
    public static Recorder create() {
        return new Recorder(Redaction.DEFAULT);
    }

    /**
     * {@return a filter that has recorded nothing yet, and writes the values of these fields no more than those of this one}
     * @param names of header fields, in any case; such as {@code X-Api-Key}
     */
    public Recorder alsoRedacting(String... names) {
        return new Recorder(redaction.and(List.of(requireNonNull(names, "names"))));
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        requireNonNull(next, "next");
        byte[] body = requireNonNull(request, "request").bytes();
        return next.handle(request)
                .flatMap(response -> response.collect(MAX_BODY))
                .map(response -> {
                    takes.add(new Take(
                            request.withHeaders(redaction.of(request.headers())).withBody(Body.of(body)),
                            response.withHeaders(redaction.of(response.headers()))));
                    return response;
                });
    }

    /**
     * Writes what was recorded into a file, in a format of lines of text. Blocks. After the loop has run, or on its thread.
     * @param file is replaced if it is there
     * @throws IOException if it cannot be written
     */
    public void save(Path file) throws IOException {
        Files.writeString(requireNonNull(file, "file"), Tape.write(takes));
    }
}
