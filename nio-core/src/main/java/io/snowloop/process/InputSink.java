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

/** A body on its way into a child, whose input is closed at its end. The next piece is read when the pipe has the last one. */
final class InputSink implements BodySink {
    private final PipeWriter pipe;
    private final Promise<@Nullable Void> sent;
    private final Transfer transfer;

    private InputSink(Scheduler loop, PipeWriter pipe, Body body) {
        this.pipe = pipe;
        this.sent = loop.newPromise();
        this.transfer = Transfer.of(body.stream(), this);
    }

    static Future<@Nullable Void> send(Scheduler loop, PipeWriter pipe, Body body) {
        InputSink sink = new InputSink(loop, pipe, body);
        sink.transfer.resume();
        return sink.sent.onCancel(sink::stop);
    }

    @Override
    public boolean write(ByteBuffer piece) {
        pipe.write(piece).on(Scheduler.current()).onComplete((written, error) -> {
            if (error == null) {
                transfer.resume();
            } else {
                stop();
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
        pipe.close();
        sent.fail(error);
    }

    private void stop() {
        transfer.cancel();
        pipe.close();
    }
}
