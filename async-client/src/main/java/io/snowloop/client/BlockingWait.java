// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.LoopThread;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The wait of a thread that has no loop for a response. */
final class BlockingWait {
    private BlockingWait() {}

    /** Refuses the thread of any loop: its other callbacks would wait, too. */
    static void checkThread() {
        Scheduler current = LoopThread.current();
        if (current != null) {
            throw new IllegalStateException(
                    "send() would stop " + current + ", on whose thread it is called: call fetch()");
        }
    }

    /**
     * Waits for a response.
     *
     * @param idle the loop that the response needs, to be run by this thread if no other does; null if that is not the caller's to do
     */
    static Response await(Future<Response> response, @Nullable EventLoop idle)
            throws IOException, InterruptedException {
        try {
            return idle != null && idle.stallReason() != null ? idle.runUntil(response) : response.await();
        } catch (InterruptedException | RuntimeException e) {
            response.cancel();
            throw e;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static IOException failure(@Nullable Throwable error) {
        if (error instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (error instanceof Error fatal) {
            throw fatal;
        }
        return error instanceof IOException failure ? failure : new IOException(error);
    }
}
