// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoopOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

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
     * @throws IllegalStateException if no thread runs the loop within {@link EventLoopOptions.Builder#startWithin}
     */
    static <T> T on(Reactor reactor, LoopCall<T> call) throws IOException {
        if (reactor.mayTouch()) {
            return call.run();
        }
        Future<T> result = reactor.loop().submit(() -> Future.completed(call.run()));
        try {
            return await(result, reactor);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + reactor.loop());
        }
    }

    private static <T> T await(Future<T> result, Reactor reactor) throws InterruptedException, ExecutionException {
        try {
            return result.await(reactor.startWithin());
        } catch (TimeoutException e) {
            if (reactor.isIdle() && result.cancel()) {
                throw new IllegalStateException(
                        "no thread runs " + reactor.loop() + ", and this call waits for it: call it on thread "
                                + reactor.owner().getName() + ", which has opened the loop, or let that run the loop"
                                + " (or its Simulation) within EventLoopOptions.startWithin",
                        e);
            }
            return result.await(); // it runs, and is busy
        }
    }
}
