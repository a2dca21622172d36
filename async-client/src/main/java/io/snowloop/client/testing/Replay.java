// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.testing;

import static java.util.Objects.requireNonNull;

import io.snowloop.client.testing.Tape.Take;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A filter for tests that answers what a {@link Recorder} has recorded. It sends nothing.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/ClientTestsPageTest.java#replay -->
 * <pre>{@code
 * Replay replay = Replay.load(file);
 * Fetcher offline = plain.with(replay);
 *
 * assertThat(fetcher.runUntil(words(offline, url))).isEqualTo(2);
 * assertThat(replay.unused()).isZero();
 * }</pre>
 *
 * <p>A request is answered if one with the same method, URL and body was recorded; its fields do not matter. Each record is used once:
 * equal requests get their responses in the order in which they came. A request that was not recorded fails with an {@link
 * IllegalStateException} that says what is left.
 *
 * <p>As a filter it belongs to one loop.
 */
public final class Replay implements Filter {
    private static final int SHOWN = 10;

    private final Path file;
    private final List<Take> left;

    private Replay(Path file, List<Take> left) {
        this.file = file;
        this.left = left;
    }

    /**
     * {@return a filter with all that is in a file} Blocks.
     * @param file that {@link Recorder#save} has written, or a person
     * @throws IOException if it cannot be read, or is not of the format; then with the number of the line
     */
    public static Replay load(Path file) throws IOException {
        String text = Files.readString(requireNonNull(file, "file"));
        try {
            return new Replay(file, new ArrayList<>(Tape.read(text)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        requireNonNull(next, "next");
        byte[] body = requireNonNull(request, "request").bytes();
        Iterator<Take> takes = left.iterator();
        while (takes.hasNext()) {
            Take take = takes.next();
            if (take.request().method().equals(request.method())
                    && take.request().target().equals(request.target())
                    && Arrays.equals(take.request().bytes(), body)) {
                takes.remove();
                return Future.completed(take.response());
            }
        }
        return Future.failed(new IllegalStateException(
                file + " has no response to " + request + " with a body of " + body.length + " bytes. " + rest()));
    }

    private String rest() {
        String requests = left.stream()
                .limit(SHOWN)
                .map(take -> take.request().toString())
                .collect(Collectors.joining(", "));
        return left.isEmpty() ? "All that it had is used" : "Left are " + left.size() + ": " + requests;
    }

    /** {@return how many records were not used} */
    public int unused() {
        return left.size();
    }
}
