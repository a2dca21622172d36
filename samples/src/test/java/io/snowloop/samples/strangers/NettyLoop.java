// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.strangers;

import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Ticker;
import io.snowloop.sim.GuestLoop;
import io.snowloop.sim.Simulation;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A loop of Netty that a simulation runs, in virtual time. */
// region loop
final class NettyLoop extends ManualIoEventLoop implements GuestLoop {
    private final String host;

    private NettyLoop(Simulation simulation, String host) {
        super(
                null,
                Thread.currentThread(),
                NioIoHandler.newFactory(simulation.network().host(host)),
                new VirtualTime(simulation));
        this.host = host;
    }

    static NettyLoop on(Simulation simulation, String host) {
        NettyLoop loop = new NettyLoop(simulation, host);
        simulation.add(host, loop);
        return loop;
    }

    @Override
    public boolean turn() {
        return runNow() > 0;
    }

    @Override
    public long timeToWait() {
        return nextScheduledTaskNano();
    }

    // endregion

    @Override
    public String toString() {
        return "Netty's loop on " + host;
    }

    /** Netty takes a deadline for over if it is negative, so its time begins at 0: that of the simulation's ticker overflows. */
    private record VirtualTime(Simulation simulation) implements Ticker {
        @Override
        public long initialNanoTime() {
            return 0;
        }

        @Override
        public long nanoTime() {
            return simulation.ticker().elapsed().toNanos();
        }

        @Override
        public void sleep(long delay, TimeUnit unit) {
            simulation.sleep(Duration.of(delay, unit.toChronoUnit()));
        }
    }
}
