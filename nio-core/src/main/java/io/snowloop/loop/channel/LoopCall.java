// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import io.snowloop.future.Future;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;

/** An action on a loop for whose result the caller waits, such as to listen: it may fail to do its I/O. */
@FunctionalInterface
public interface LoopCall<T> {
    /** Does it. On the loop. */
    T run() throws IOException;

    /**
     * Runs it on a loop and waits for its result. Any thread: one that {@link Reactor#mayTouch} runs it at once,
     * another one blocks until the loop has run it.
     *
     * @throws IOException if it threw that, or the wait was interrupted
     */
    static <T> T on(Reactor reactor, LoopCall<T> call) throws IOException {
        if (reactor.mayTouch()) {
            return call.run();
        }
        try {
            return reactor.loop().submit(() -> Future.completed(call.run())).await();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + reactor.loop());
        }
    }
}
