// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodySink;
import io.snowloop.http.Headers;
import io.snowloop.http.Transfer;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A sink that writes the pieces of a body somewhere, and a future that tells when all of them are written. */
final class BodyOutput implements BodySink {
    private final Writer writer;
    private final Promise<@Nullable Void> result = Scheduler.current().newPromise();

    BodyOutput(Writer writer) {
        this.writer = writer;
    }

    /** Takes all of a body. Fails if it breaks off, or if writing fails. */
    Future<@Nullable Void> take(Body body) {
        Transfer.of(body.stream(), this).resume();
        return result;
    }

    @Override
    public boolean write(ByteBuffer piece) throws IOException {
        writer.write(piece);
        return true;
    }

    @Override
    public void end(Headers trailers) {
        result.complete(null);
    }

    @Override
    public void fail(Throwable error) {
        result.fail(error);
    }

    /** Where the pieces go. */
    @FunctionalInterface
    interface Writer {
        void write(ByteBuffer piece) throws IOException;
    }
}
