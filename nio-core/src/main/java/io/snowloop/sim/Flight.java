// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.sim.Segment.Kind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a {@link Wire} that have been sent and have not arrived: one after the other on the link, with its bandwidth and its
 * latency; lost and sent again; held back. They arrive in the order in which they were sent.
 */
final class Flight {
    private final Endpoint source;
    private final Endpoint sink;
    private final SimNetwork network;
    private final BiConsumer<Kind, byte[]> arrived;
    private final Deque<InFlight> segments = new ArrayDeque<>();

    /** The time at which the link has transmitted all that was sent: the bandwidth. */
    private long busyUntil;

    /** The arrival time of the segment sent last. No later one arrives before it. */
    private long lastArrival;

    /** Until then nothing arrives, because of an {@link Intervention}. */
    private long keptBackUntil;

    /** Nothing was sent yet. Each segment that arrives is given to {@code arrived}. */
    Flight(Endpoint source, Endpoint sink, BiConsumer<Kind, byte[]> arrived) {
        this.source = source;
        this.sink = sink;
        this.network = source.host().network();
        this.arrived = arrived;
    }

    /**
     * Schedules the arrival of a segment. The link transmits one segment after the other; then each has its own time in
     * transit. A segment that overtakes another one arrives with it: TCP would hold it back to keep the order.
     */
    void send(Kind kind, byte[] bytes) {
        Faults faults = faults();
        long queued = queue(bytes.length, faults);
        lastArrival = Math.max(lastArrival, busyUntil + source.chances().delay(faults));
        InFlight segment = new InFlight(kind, bytes);
        segments.add(segment);
        network.links().sent();
        if (kind == Kind.DATA && isLost(bytes.length, lastArrival)) {
            segment.loss = new Loss(network, faults, queued, loss -> sendAgain(segment, loss));
        } else {
            network.agenda().add(lastArrival, () -> comeToLink(segment, this::arrive));
        }
    }

    /** Puts so many bytes on the link, behind what is on it. Returns after how many nanoseconds all of them have left. */
    private long queue(int bytes, Faults faults) {
        busyUntil = Math.max(busyUntil, network.now()) + bytes * 1_000_000_000L / faults.bandwidth;
        return busyUntil - network.now();
    }

    /** Whether a segment of data that is sent now is lost: those who watch see it when it would have arrived. */
    private boolean isLost(int length, long arrival) {
        boolean lost = source.chances().draw(Chances.Kind.LOSS, faults().loss);
        if (lost) {
            network.agenda()
                    .add(arrival, () -> network.observers().lost(source.local(), sink.local(), Kind.DATA, length));
        }
        return lost;
    }

    private void sendAgain(InFlight segment, Loss loss) {
        long queued = queue(segment.bytes.length, faults());
        long arrival = busyUntil + source.chances().delay(faults());
        if (isLost(segment.bytes.length, arrival)) {
            loss.repeat(queued);
        } else {
            network.agenda().add(arrival, () -> comeToLink(segment, () -> arriveLate(segment, loss)));
        }
    }

    /** During a partition a segment is lost. TCP sends it again until it arrives, which it does after the partition. */
    private void comeToLink(InFlight segment, Runnable arrival) {
        if (network.links().isCut(source.link()) && !segments.isEmpty()) {
            lost(segment);
        }
        network.links().arrive(source.link(), arrival);
    }

    private void lost(InFlight segment) {
        network.observers().lost(source.local(), sink.local(), segment.kind, segment.bytes.length);
    }

    /**
     * The oldest segment arrives. That is not always the one for which this event was scheduled: after a
     * partition, the events of segments that were held back come after those of later segments. Taking the oldest keeps
     * the order of the stream.
     */
    private void arrive() {
        InFlight oldest = segments.peek();
        if (oldest != null && oldest.loss != null) {
            oldest.loss.overtake();
            return;
        }
        if (oldest == null || isKeptBack(oldest)) { // null: drop() has dropped it
            return;
        }
        InFlight segment = segments.remove();
        network.links().gone(1);
        arrived.accept(segment.kind, segment.bytes);
    }

    /** A segment that was lost arrives, and with it those that wait for it. */
    private void arriveLate(InFlight segment, Loss loss) {
        segment.loss = null;
        for (int i = 0; i <= loss.waiting(); i++) {
            arrive();
        }
    }

    /** Whether a segment comes later, because of an intervention at it or at the one before. Of one that is split the rest does. */
    private boolean isKeptBack(InFlight segment) {
        if (network.now() < keptBackUntil) {
            network.agenda().add(keptBackUntil, this::arrive);
            return true;
        }
        Interventions.Change change = network.change(sink.host(), segment.bytes.length);
        if (change == null) {
            return false;
        }
        keptBackUntil = network.now() + change.later();
        network.agenda().add(keptBackUntil, this::arrive);
        if (change.lost()) {
            lost(segment);
        }
        if (change.bytes() == 0) {
            return true;
        }
        network.links().sent(); // there is one more
        segments.remove();
        segments.addFirst(segment.part(change.bytes(), segment.bytes.length));
        segments.addFirst(segment.part(0, change.bytes()));
        return false;
    }

    /** The connection is gone: none of them arrives. */
    void drop() {
        network.links().gone(segments.size());
        segments.forEach(InFlight::end);
        segments.clear();
    }

    private Faults faults() {
        return network.faults(source.link());
    }

    @Override
    public String toString() {
        return segments.size() + " segments";
    }

    private static final class InFlight {
        private final Kind kind;
        private final byte[] bytes;

        /** Not null while it is lost. */
        private @Nullable Loss loss;

        InFlight(Kind kind, byte[] bytes) {
            this.kind = kind;
            this.bytes = bytes;
        }

        void end() {
            if (loss != null) {
                loss.end();
            }
        }

        InFlight part(int from, int to) {
            return new InFlight(kind, Arrays.copyOfRange(bytes, from, to));
        }
    }
}
