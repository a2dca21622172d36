// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.sim.Segment.Kind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What watches a network: segments that arrive or are lost, and the reads and writes of programs. */
final class NetworkObservers {
    final List<Consumer<Segment>> ofArrivals = new CopyOnWriteArrayList<>();
    final List<Consumer<Segment>> ofLosses = new CopyOnWriteArrayList<>();
    final List<Consumer<Call>> ofCalls = new CopyOnWriteArrayList<>();

    private final Supplier<Duration> clock;
    private long segments;
    private long writes;

    /** Observers with this clock: the time since the start of the simulation. */
    NetworkObservers(Supplier<Duration> clock) {
        this.clock = clock;
    }

    void arrived(InetSocketAddress from, InetSocketAddress to, Kind kind, int length) {
        segments++;
        tell(ofArrivals, from, to, kind, length);
    }

    /** A segment has come to a link that is cut. */
    void lost(InetSocketAddress from, InetSocketAddress to, Kind kind, int length) {
        segments++;
        tell(ofLosses, from, to, kind, length);
    }

    private void tell(
            List<Consumer<Segment>> observers, InetSocketAddress from, InetSocketAddress to, Kind kind, int length) {
        if (!observers.isEmpty()) {
            Segment segment = new Segment(clock.get(), from, to, kind, length);
            observers.forEach(observer -> observer.accept(segment));
        }
    }

    /** How many segments have arrived or were lost. */
    long segments() {
        return segments;
    }

    /** How many writes have returned. */
    long writes() {
        return writes;
    }

    void called(Endpoint socket, Call.Kind kind, long wanted, long result) {
        writes += kind == Call.Kind.WRITE ? 1 : 0;
        if (!ofCalls.isEmpty()) {
            Call call = new Call(clock.get(), socket.local(), socket.remote(), kind, wanted, result);
            ofCalls.forEach(observer -> observer.accept(call));
        }
    }
}
