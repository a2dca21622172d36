// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.future.Owned;
import io.snowloop.future.Promise;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The task of a sleep's timer. */
record Wake(Promise<@Nullable Void> sleeper) implements Runnable, Owned {
    @Override
    public void run() {
        sleeper.complete(null);
    }

    /** Cancels the sleep, because the loop is closed and would never end it. */
    void cancel(EventLoop closed) {
        sleeper.fail(new CancellationException(closed + " was closed"));
    }

    @Override
    public String owner() {
        return "sleep";
    }

    @Override
    public String toString() {
        return owner();
    }
}
