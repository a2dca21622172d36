package io.snowloop.sim;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.sim.Segment.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One direction of a connection: the sender's buffer, the segments under way, the receiver's buffer.
 *
 * <pre>
 *   write --&gt; unsent --pump(), as far as the receiver has room--&gt; flying --arrive()--&gt; received --&gt; read
 *             \------ the send buffer: at most sendBuffer ------/    \- at most receiveBuffer -/
 * </pre>
 */
final class Wire {
    private static final byte[] NOTHING = {};

    private final Endpoint source;
    private final Endpoint sink;
    private final SimNetwork network;
    private final ByteQueue unsent = new ByteQueue();
    private final Queue<Flight> flying = new ArrayDeque<>();
    private final ByteQueue received = new ByteQueue();
    private int bytesFlying;
    private long bytesArrived;
    private long busyUntil;
    private long lastArrival;
    private boolean ending;
    private boolean endSent;
    private boolean ended;
    private boolean dead;

    Wire(Endpoint source, Endpoint sink) {
        this.source = source;
        this.sink = sink;
        this.network = source.host().network();
    }

    // ------------------------------------------------------------------------------------------ the sender's end

    /** The room in the send buffer, in bytes. */
    int room() {
        return Math.max(0, source.sendBuffer() - unsent.size() - bytesFlying);
    }

    /** Whether a select says so: Linux waits until a third of the buffer is free, so that it's worth it. */
    boolean isWritable() {
        int room = room();
        return room > 0 && room >= source.sendBuffer() / 3;
    }

    void write(ByteBuffer bytes, int count) {
        unsent.append(bytes, count);
        pump();
    }

    /** Ends the stream after what was written. */
    void end() {
        ending = true;
        pump();
    }

    boolean isEnding() {
        return ending;
    }

    /** Tells the peer that its connection is gone, after what is under way; what was not sent is not sent any more. */
    void reset() {
        if (!dead) {
            unsent.clear();
            dead = true;
            send(Kind.RST, NOTHING);
        }
    }

    /** The connection is gone: nothing is sent any more, and nothing that is under way arrives. */
    void cut() {
        dead = true;
        unsent.clear();
        flying.clear();
        bytesFlying = 0;
    }

    void acknowledgeConnect() {
        send(Kind.SYN_ACK, NOTHING);
    }

    private void pump() {
        while (!dead && !unsent.isEmpty() && window() > 0) {
            byte[] bytes = new byte[segmentSize()];
            unsent.peek().get(bytes);
            unsent.skip(bytes.length);
            bytesFlying += bytes.length;
            send(Kind.DATA, bytes);
        }
        if (ending && !endSent && !dead && unsent.isEmpty()) {
            endSent = true;
            send(Kind.FIN, NOTHING);
        }
    }

    private int window() {
        return sink.receiveBuffer() - received.size() - bytesFlying;
    }

    private int segmentSize() {
        int longest = faults().segments;
        int wanted = longest < Faults.NONE.segments
                ? 1 + network.simulation().random().nextInt(longest)
                : longest;
        return Math.min(wanted, Math.min(unsent.size(), window()));
    }

    private void send(Kind kind, byte[] bytes) {
        Faults faults = faults();
        Simulation simulation = network.simulation();
        busyUntil = Math.max(busyUntil, simulation.now()) + bytes.length * 1_000_000_000L / faults.bandwidth;
        lastArrival = Math.max(lastArrival, busyUntil + simulation.delay(faults));
        flying.add(new Flight(kind, bytes));
        network.agenda().add(lastArrival, () -> network.arrive(source.link(), this::arrive));
    }

    // ---------------------------------------------------------------------------------------- the receiver's end

    int available() {
        return received.size();
    }

    /** Whether the end of the stream has come; there may still be bytes before it. */
    boolean isEnded() {
        return ended;
    }

    /** Moves what is there, or as much as fits, and lets the sender send more. */
    int read(ByteBuffer into) {
        int count = Math.min(into.remaining(), received.size());
        if (count > 0) {
            ByteBuffer bytes = received.peek();
            into.put(bytes.limit(bytes.position() + count));
            received.skip(count);
            pump();
        }
        return count;
    }

    /** Whichever segment was due, it is the oldest that arrives: so a partition and jitter keep the order. */
    private void arrive() {
        Flight segment = flying.poll();
        if (segment == null) { // cut
            return;
        }
        bytesFlying -= segment.bytes.length;
        network.observe(source.local(), sink.local(), segment.kind, segment.bytes.length);
        switch (segment.kind) {
            case SYN_ACK -> sink.established();
            case DATA -> receive(segment.bytes);
            case FIN -> ended = true;
            default -> sink.wasReset();
        }
        Faults faults = faults();
        if (bytesArrived >= faults.resetAfter || network.simulation().chance(faults.resets)) {
            source.wasReset();
            sink.wasReset();
        }
    }

    private void receive(byte[] bytes) {
        if (sink.isClosed()) {
            sink.refuseData();
            return;
        }
        int count = (int) Math.min(bytes.length, faults().endAfter - bytesArrived);
        if (count > 0) {
            received.append(bytes, 0, count);
            bytesArrived += count;
        }
        ended |= bytesArrived >= faults().endAfter;
        pump(); // what the fault above has dropped takes no room
    }

    private Faults faults() {
        return network.faults(source.link());
    }

    /** How far the bytes have got, for those who look for why nothing happens. */
    @Override
    public String toString() {
        return unsent.size() + " unsent, " + bytesFlying + " under way, " + received.size() + " unread"
                + (ended ? ", ended" : ending ? ", ending" : "");
    }

    private static final class Flight {
        private final Kind kind;
        private final byte[] bytes;

        Flight(Kind kind, byte[] bytes) {
            this.kind = kind;
            this.bytes = bytes;
        }
    }
}
