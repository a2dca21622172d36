// SPDX-License-Identifier: Apache-2.0
// FAILS: a channel is ready, and its handler is not called
import java.io.IOException;
import java.util.function.LongSupplier;

/** A turn of a loop: channels, then timers. */
class Turn {
    private final Channels nothing;
    private final Timers timers;
    private final LongSupplier clock;

    Turn(Channels channels, Timers timers, LongSupplier clock) throws IOException {
        this.nothing = new Channels(channels.host());
        this.timers = timers;
        this.clock = clock;
    }

    /** Waits for a channel or a timer, unless it may not, and calls what is ready. */
    void run(boolean mayWait) throws IOException {
        nothing.select(mayWait ? timers.millisToNext(clock.getAsLong()) : 0);
        timers.fire(clock.getAsLong());
    }
}
