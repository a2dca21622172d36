// SPDX-License-Identifier: Apache-2.0
// FAILS: run(false) has waited until the next timer
import java.io.IOException;
import java.util.function.LongSupplier;

/** A turn of a loop: channels, then timers. */
class Turn {
    private final Channels channels;
    private final Timers timers;
    private final LongSupplier clock;

    Turn(Channels channels, Timers timers, LongSupplier clock) {
        this.channels = channels;
        this.timers = timers;
        this.clock = clock;
    }

    /** Waits for a channel or a timer, unless it may not, and calls what is ready. */
    void run(boolean mayWait) throws IOException {
        channels.select(timers.millisToNext(clock.getAsLong()));
        timers.fire(clock.getAsLong());
    }
}
