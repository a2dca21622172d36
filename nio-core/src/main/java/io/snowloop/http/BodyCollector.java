// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The sink that keeps a body in memory, up to a limit. */
final class BodyCollector implements BodySink {
    private final long limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Promise<Body.Bytes> result = Scheduler.current().newPromise();

    private BodyCollector(long limit) {
        this.limit = limit;
    }

    static Future<Body.Bytes> collect(BodyStream source, long limit) {
        if (source.length() > limit) {
            source.cancel();
            return Future.failed(new BodyTooLargeException(limit));
        }
        BodyCollector collector = new BodyCollector(limit);
        Transfer transfer = Transfer.of(source, collector);
        transfer.resume();
        Completed<Body.Bytes> atOnce = collector.result.outcome();
        return atOnce != null ? atOnce : collector.result.onCancel(transfer::cancel);
    }

    @Override
    public boolean write(ByteBuffer piece) throws BodyTooLargeException {
        if (bytes.size() + (long) piece.remaining() > limit) {
            throw new BodyTooLargeException(limit);
        }
        byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        bytes.writeBytes(copy);
        return true;
    }

    @Override
    public void end(Headers trailers) {
        result.complete(Body.of(bytes.toByteArray()));
    }

    @Override
    public void fail(Throwable error) {
        result.fail(error);
    }
}
