// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.sim.Segment.Kind;
import java.nio.ByteBuffer;

/**
 * One direction of a TCP connection: the sender's buffer, the {@link Flight} of segments, the receiver's buffer.
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
    private final ByteQueue received = new ByteQueue();
    private final Flight inFlight;
    private int bytesInFlight;

    /** The number of bytes received so far: faults by script count them. */
    private long bytesArrived;

    private boolean outputShut;
    private boolean finSent;
    private boolean finReceived;
    private boolean gone;

    Wire(Endpoint source, Endpoint sink) {
        this.source = source;
        this.sink = sink;
        this.network = source.host().network();
        this.inFlight = new Flight(source, sink, this::arrived);
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
            inFlight.send(Kind.RST, NOTHING);
        }
    }

    /** The connection is gone: nothing more is sent, and the segments in flight do not arrive. */
    void cut() {
        gone = true;
        inFlight.drop();
        bytesInFlight = 0;
    }

    /** Sends SYN-ACK, the first segment of the server's direction. */
    void acknowledgeConnect() {
        inFlight.send(Kind.SYN_ACK, NOTHING);
    }

    // region pump
    /** Sends as many bytes as the window allows; then FIN, if output is shut down and no byte is left. */
    private void pump() {
        while (!gone && !unsent.isEmpty() && window() > 0) {
            byte[] bytes = new byte[segmentSize()];
            unsent.peek().get(bytes);
            unsent.skip(bytes.length);
            bytesInFlight += bytes.length;
            inFlight.send(Kind.DATA, bytes);
        }
        if (outputShut && !finSent && !gone && unsent.isEmpty()) {
            finSent = true;
            inFlight.send(Kind.FIN, NOTHING);
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

    /** A segment has come to the receiver. Any may be the one at which a fault ends the connection. */
    private void arrived(Kind kind, byte[] bytes) {
        bytesInFlight -= bytes.length;
        network.arrived(source.local(), sink.local(), kind, bytes.length);
        switch (kind) {
            case SYN_ACK -> sink.established();
            case DATA -> receive(bytes);
            case FIN -> finReceived = true;
            default -> sink.wasReset(); // RST; a SYN never comes here, see Handshake
        }
        Faults faults = faults();
        if (bytesArrived >= faults.resetAfter || source.chances().draw(Chances.Kind.RESET, faults.resets)) {
            source.wasReset();
            sink.wasReset();
        }
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
}
