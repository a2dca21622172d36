// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

/**
 * Is told how much of a body has been read, by the sender of an upload or the reader of a download.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/TransfersPageTest.java#progress -->
 * <pre>{@code
 * Body body = Progress.of(FileBody.of(film), (bytes, total) -> log.add(100 * bytes / total + " %"));
 * Future<Response> answer = fetcher.fetch(Request.put(url + "film", body));
 * }</pre>
 */
@FunctionalInterface
public interface Progress {
    /**
     * A piece has been read. It is called on the loop's thread, for each piece, and must not block; what it throws fails the read.
     *
     * @param bytes so far, with this piece
     * @param total of the body; -1 if it is not known
     */
    void read(long bytes, long total);

    /**
     * {@return this body with a progress} Its length stays as it is.
     * @param body belongs to the result from now on
     * @param progress is told of each piece
     */
    static BodyStream of(Body body, Progress progress) {
        requireNonNull(progress, "progress");
        BodyStream stream = requireNonNull(body, "body").stream();
        long[] bytes = {0};
        return stream.onPiece(piece -> progress.read(bytes[0] += piece.remaining(), stream.length()));
    }
}
