// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodySink;
import io.snowloop.http.Headers;
import io.snowloop.http.Transfer;
import io.snowloop.loop.Scheduler;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way into a child, whose input is closed at its end. The next piece is read when the pipe has the last one. The end
 * of the input says that all of it was there. So if the body breaks off, the child is stopped, and its input is not closed before.
 */
final class InputSink implements BodySink {
    private final PipeWriter pipe;
    private final Promise<@Nullable Void> sent;
    private final Runnable stop;
    private final Transfer transfer;

    private InputSink(Scheduler loop, PipeWriter pipe, Body body, Runnable stop) {
        this.pipe = pipe;
        this.stop = stop;
        this.sent = loop.newPromise();
        this.transfer = Transfer.of(body.stream(), this);
    }

    /** @param stop stops the child */
    static Future<@Nullable Void> send(Scheduler loop, PipeWriter pipe, Body body, Runnable stop) {
        InputSink sink = new InputSink(loop, pipe, body, stop);
        sink.transfer.resume();
        return sink.sent.onCancel(sink::cancel);
    }

    @Override
    public boolean write(ByteBuffer piece) {
        pipe.write(piece).on(Scheduler.current()).onComplete((written, error) -> {
            if (error == null) {
                transfer.resume();
            } else {
                transfer.cancel();
                if (!(error
                        instanceof InputClosedException)) { // such as: there is no thread; else the child reads no more
                    stop.run();
                }
                sent.fail(error);
            }
        });
        return false;
    }

    @Override
    public void end(Headers trailers) {
        pipe.close();
        sent.complete(null);
    }

    @Override
    public void fail(Throwable error) {
        stop.run();
        sent.fail(error);
    }

    private void cancel() {
        transfer.cancel();
        stop.run();
    }
}
