// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.sim.Segment.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a TCP connection: the sender's buffer, the segments in flight, the receiver's buffer.
 *
 * <pre>
 *   write --&gt; unsent --pump(), up to the window--&gt; inFlight --arrive()--&gt; received --&gt; read
 *             \-------- at most sendBuffer() bytes --------/
 *                                                    \---- at most receiveBuffer() ----/
 * </pre>
 *
 * <p>Bytes in flight count twice: the sender keeps them until they are acknowledged, and the receiver's window has room
 * for them. An acknowledgement takes no time, so a segment that arrives leaves the sender's buffer at the same moment.
 *
 * <p>How a direction ends:
 *
 * <pre>
 *   open --shutdownOutput()--&gt; outputShut --the last byte is sent: FIN--&gt; finSent --FIN arrives--&gt; finReceived
 *   any of these --reset(): RST, cut(): nothing--&gt; gone
 * </pre>
 *
 * <p>The receiver may read what has arrived in each of these states, also after a reset, as on Linux.
 */
final class Wire {
    private static final byte[] NOTHING = {};

    /** The most bytes of a segment in Ethernet, over IPv4: a loss concerns so many. */
    private static final int ETHERNET = 1_460;

    private final Endpoint source;
    private final Endpoint sink;
    private final SimNetwork network;
    private final ByteQueue unsent = new ByteQueue();
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private final ByteQueue received = new ByteQueue();
    private int bytesInFlight;

    /** The number of bytes received so far: faults by script count them. */
    private long bytesArrived;

    /** The time at which the link has transmitted all that was sent: the bandwidth. */
    private long busyUntil;

    /** The arrival time of the segment sent last. No later one arrives before it. */
    private long lastArrival;

    /** Until then nothing arrives, because of an {@link Intervention}. */
    private long keptBackUntil;

    private boolean outputShut;
    private boolean finSent;
    private boolean finReceived;
    private boolean gone;

    Wire(Endpoint source, Endpoint sink) {
        this.source = source;
        this.sink = sink;
        this.network = source.host().network();
    }

    // ------------------------------------------------------------------------------------------ the sender's end

    /** The room in the send buffer, in bytes. */
    int room() {
        return Math.max(0, source.sendBuffer() - unsent.size() - bytesInFlight);
    }

    /**
     * Whether a select reports the sender as writable. Linux does so when a third of the buffer is free: otherwise a
     * program would be woken for each byte that becomes free.
     */
    boolean isWritable() {
        int room = room();
        return room > 0 && room >= source.sendBuffer() / 3;
    }

    /** Takes {@code count} bytes, at most {@link #room}. */
    void write(ByteBuffer bytes, int count) {
        unsent.append(bytes, count);
        network.moved();
        pump();
    }

    /** Sends FIN after all bytes that were written: a half-close. */
    void shutdownOutput() {
        outputShut = true;
        pump();
    }

    boolean isOutputShut() {
        return outputShut;
    }

    /** Sends RST after the segments in flight. Unsent bytes are dropped. */
    void reset() {
        if (!gone) {
            unsent.clear();
            gone = true;
            send(Kind.RST, NOTHING);
        }
    }

    /** The connection is gone: nothing more is sent, and the segments in flight do not arrive. */
    void cut() {
        gone = true;
        network.links().gone(inFlight.size());
        inFlight.forEach(InFlight::end);
        inFlight.clear();
        bytesInFlight = 0;
    }

    /** Sends SYN-ACK, the first segment of the server's direction. */
    void acknowledgeConnect() {
        send(Kind.SYN_ACK, NOTHING);
    }

    // region pump
    /** Sends as many bytes as the window allows; then FIN, if output is shut down and no byte is left. */
    private void pump() {
        while (!gone && !unsent.isEmpty() && window() > 0) {
            byte[] bytes = new byte[segmentSize()];
            unsent.peek().get(bytes);
            unsent.skip(bytes.length);
            bytesInFlight += bytes.length;
            send(Kind.DATA, bytes);
        }
        if (outputShut && !finSent && !gone && unsent.isEmpty()) {
            finSent = true;
            send(Kind.FIN, NOTHING);
        }
    }
    // endregion

    /** The receiver's window less the bytes in flight: how many more may be sent (RFC 9293 section 3.8.6). */
    private int window() {
        return sink.receiveBuffer() - received.size() - bytesInFlight;
    }

    /** The size of the next segment. Without the fault no random number is drawn, as with every fault. */
    private int segmentSize() {
        Faults faults = faults();
        int longest = faults.loss > 0 ? Math.min(faults.segments, ETHERNET) : faults.segments;
        int wanted = faults.segments < Faults.NONE.segments
                ? source.chances().oneTo(Chances.Kind.SEGMENT_SIZE, longest)
                : longest;
        return Math.min(wanted, Math.min(unsent.size(), window()));
    }

    /**
     * Schedules the arrival of a segment. The link transmits one segment after the other; then each has its own time in
     * transit. A segment that overtakes another one arrives with it: TCP would hold it back to keep the order.
     */
    private void send(Kind kind, byte[] bytes) {
        Faults faults = faults();
        long queued = queue(bytes.length, faults);
        lastArrival = Math.max(lastArrival, busyUntil + source.chances().delay(faults));
        InFlight segment = new InFlight(kind, bytes);
        inFlight.add(segment);
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
        if (network.links().isCut(source.link()) && !inFlight.isEmpty()) {
            network.observers().lost(source.local(), sink.local(), segment.kind, segment.bytes.length);
        }
        network.links().arrive(source.link(), arrival);
    }

    // ---------------------------------------------------------------------------------------- the receiver's end

    int available() {
        return received.size();
    }

    /** Whether FIN has arrived. There may be unread bytes before it. */
    boolean isFinReceived() {
        return finReceived;
    }

    /** Moves the bytes that have arrived, as many as fit. This opens the window, so the sender may send more. */
    int read(ByteBuffer into) {
        int count = Math.min(into.remaining(), received.size());
        if (count > 0) {
            ByteBuffer bytes = received.peek();
            into.put(bytes.limit(bytes.position() + count));
            received.skip(count);
            network.moved();
            pump();
        }
        return count;
    }

    /**
     * The oldest segment in flight arrives. That is not always the one for which this event was scheduled: after a
     * partition, the events of segments that were held back come after those of later segments. Taking the oldest keeps
     * the order of the stream.
     */
    private void arrive() {
        InFlight oldest = inFlight.peek();
        if (oldest != null && oldest.loss != null) {
            oldest.loss.overtake();
            return;
        }
        if (oldest == null || isKeptBack(oldest)) { // null: cut() has dropped it
            return;
        }
        InFlight segment = inFlight.remove();
        network.links().gone(1);
        bytesInFlight -= segment.bytes.length;
        network.arrived(source.local(), sink.local(), segment.kind, segment.bytes.length);
        switch (segment.kind) {
            case SYN_ACK -> sink.established();
            case DATA -> receive(segment.bytes);
            case FIN -> finReceived = true;
            default -> sink.wasReset(); // RST; a SYN never comes here, see Handshake
        }
        Faults faults = faults();
        if (bytesArrived >= faults.resetAfter || source.chances().draw(Chances.Kind.RESET, faults.resets)) {
            source.wasReset();
            sink.wasReset();
        }
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
            network.observers().lost(source.local(), sink.local(), segment.kind, segment.bytes.length);
        }
        if (change.bytes() == 0) {
            return true;
        }
        network.links().sent(); // there is one more
        inFlight.remove();
        inFlight.addFirst(segment.part(change.bytes(), segment.bytes.length));
        inFlight.addFirst(segment.part(0, change.bytes()));
        return false;
    }

    /** Data that no program can read is answered with RST; data after the end that a fault has set is dropped. */
    private void receive(byte[] bytes) {
        if (sink.refusesData()) {
            sink.refuseData();
            return;
        }
        int count = (int) Math.max(0, Math.min(bytes.length, faults().endAfter - bytesArrived));
        received.append(bytes, 0, count);
        bytesArrived += count;
        finReceived |= bytesArrived >= faults().endAfter;
        pump(); // dropped bytes take no room in the buffer: the window may have opened
    }

    private Faults faults() {
        return network.faults(source.link());
    }

    /** Where the bytes are: part of the text of a {@link DeadlockError}. */
    @Override
    public String toString() {
        return unsent.size() + " unsent, " + bytesInFlight + " in flight, " + received.size() + " unread"
                + (finReceived ? ", FIN received" : outputShut ? ", output shut down" : "");
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
