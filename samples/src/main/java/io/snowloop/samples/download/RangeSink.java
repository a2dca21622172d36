// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.download;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodySink;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Transfer;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes the body of a response, and checks that it is as long as it has to be. */
final class RangeSink implements BodySink {
    private final Writer writer;
    private final Promise<@Nullable Void> written = Scheduler.current().newPromise();
    private final boolean isBounded;
    private long missing;

    /** Where the bytes go. */
    @FunctionalInterface
    interface Writer {
        void write(ByteBuffer bytes) throws IOException;
    }

    private RangeSink(long length, Writer writer) {
        this.isBounded = length >= 0;
        this.missing = length;
        this.writer = writer;
    }

    /**
     * Writes a body. Fails if it breaks off, or is longer or shorter.
     *
     * @param length what it has to have; -1 if that is not known
     */
    static Future<@Nullable Void> write(BodyStream body, long length, Writer writer) {
        RangeSink sink = new RangeSink(length, writer);
        Transfer transfer = Transfer.of(body, sink);
        transfer.resume();
        return sink.written.onCancel(transfer::cancel);
    }

    @Override
    public boolean write(ByteBuffer piece) throws IOException {
        missing -= piece.remaining();
        if (isBounded && missing < 0) {
            throw new IOException("a response has more bytes than its Content-Range says");
        }
        writer.write(piece);
        return true;
    }

    @Override
    public void end(Headers trailers) throws IOException {
        if (missing > 0) {
            throw new IOException("a response has " + missing + " bytes less than its Content-Range says");
        }
        written.complete(null);
    }

    @Override
    public void fail(Throwable error) {
        written.fail(error);
    }
}
