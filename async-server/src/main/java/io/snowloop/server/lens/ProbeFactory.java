// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.Ticker;
import io.snowloop.trace.Stepper;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes the probes of the loops that are opened with the same options. They share a clock, so only one of them can be held. */
final class ProbeFactory implements LoopObserver.Factory {
    private final AtomicReference<@Nullable Probe> held = new AtomicReference<>();
    private final Stepper stepper;

    /** Probes of loops on a clock, which stands still while the first of them is held. */
    ProbeFactory(Ticker ticker) {
        this.stepper = new Stepper(ticker, stop -> {
            Probe probe = held.get();
            if (probe != null) {
                probe.isHeld();
            }
        });
    }

    Ticker ticker() {
        return stepper.ticker();
    }

    @Override
    public LoopObserver observe(EventLoop loop) {
        if (held.get() != null) {
            return new Probe(loop, null);
        }
        Probe probe = new Probe(loop, stepper);
        held.set(probe);
        return probe;
    }
}
