// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.sim.Chances.Kind;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;

/** The reads and writes of a channel, scattering and gathering ones included, with the faults of its host. */
final class Transfer {
    /** How many buffers with room, or with bytes, one call uses at most: IOV_MAX of Linux. */
    private static final int MOST_BUFFERS = 1_024;

    private final SocketChannel channel;
    private final SimHost host;
    private final BlockingMode blocking;
    private volatile boolean inputShut;
    private volatile boolean outputShut;

    /** Whether a thread writes, in blocking mode. */
    private boolean writing;

    /** Whether a read has failed with a reset: each further read does too, whatever the kernel says. */
    private boolean reset;

    Transfer(SimSocketChannel channel, BlockingMode blocking) {
        this.channel = channel;
        this.host = channel.host();
        this.blocking = blocking;
    }

    /**
     * Reads into the buffers in turn.
     *
     * @param nanos the longest wait; {@link Agenda#NEVER} if there is none
     * @return how many bytes were read; -1 at the end of the stream, 0 if nothing has arrived
     */
    long read(Endpoint connection, ByteBuffer[] dsts, int offset, int length, long nanos) throws IOException {
        if (inputShut) {
            return -1;
        }
        if (reset) {
            throw new SocketException("Connection reset");
        }
        checkWritable(dsts, offset, length); // before the first byte moves
        if (remaining(dsts, offset, length) == 0) {
            return 0; // before the wait: a blocking read without room returns at once
        }
        if (!blocking.await(() -> inputShut || connection.isReadable(), nanos)) {
            throw new SocketTimeoutException("Read timed out");
        }
        if (!channel.isBlocking() && connection.chances().draw(Kind.SPURIOUS_READ, host.faults().spuriousReady)) {
            return 0; // not in blocking mode, where a read waits for at least one byte
        }
        return inputShut ? -1 : fill(connection, dsts, offset, used(dsts, offset, length));
    }

    private long fill(Endpoint connection, ByteBuffer[] dsts, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            // After the first byte only bytes count: an end of stream or a reset is for the next read to report.
            if (dsts[i].hasRemaining() && (total == 0 || connection.hasBytes())) {
                int count = read(connection, dsts[i]);
                if (count <= 0) {
                    return count; // of the first buffer: nothing, or the end
                }
                total += count;
            }
        }
        return total;
    }

    private int read(Endpoint connection, ByteBuffer into) throws IOException {
        try {
            return connection.read(into);
        } catch (SocketException e) {
            reset = true;
            throw e;
        }
    }

    /** Writes the buffers in turn. Returns how many bytes the socket took: in blocking mode, all that one call uses. */
    long write(Endpoint connection, ByteBuffer[] srcs, int offset, int length) throws IOException {
        host.network().deliver(); // what has arrived decides which error it is
        long wanted = remaining(srcs, offset, used(srcs, offset, length));
        if (outputShut && wanted > 0 && !channel.isBlocking()) {
            connection.takeError(); // as in the JDK, which tries to write before it looks at its own state
        }
        checkOutput();
        blocking.await(
                () -> !writing, Agenda.NEVER); // in blocking mode, the writes of two threads come one after the other
        writing = true;
        try {
            return write(connection, srcs, offset, wanted);
        } finally {
            writing = false;
        }
    }

    private long write(Endpoint connection, ByteBuffer[] srcs, int offset, long wanted) throws IOException {
        long total = 0;
        while (total < wanted) {
            if (!awaitRoom(connection, total)) {
                return total;
            }
            int room = allowed(connection, wanted - total);
            for (int i = offset; room > 0; i++) { // no more than what is left
                int count = Math.min(room, srcs[i].remaining());
                connection.write(srcs[i], count);
                room -= count;
                total += count;
            }
            if (!channel.isBlocking()) {
                return total;
            }
        }
        return total;
    }

    /** False if the write ends with the {@code total} bytes that it has written already: the error is for the next. */
    private boolean awaitRoom(Endpoint connection, long total) throws IOException {
        try {
            blocking.await(() -> outputShut || connection.isWritable(), Agenda.NEVER);
            checkOutput();
        } catch (AsynchronousCloseException e) {
            if (total == 0) {
                throw e;
            }
            return false;
        }
        return total == 0 || !connection.isGone();
    }

    private void checkOutput() throws AsynchronousCloseException {
        if (outputShut) {
            throw new AsynchronousCloseException();
        }
    }

    /** How many of {@code wanted} bytes the socket takes now: fewer than fit, or none, if the faults say so. */
    private int allowed(Endpoint connection, long wanted) throws IOException {
        int room = (int) Math.min(wanted, connection.room());
        if (room == 0 || channel.isBlocking()) {
            return room;
        }
        Faults faults = host.faults();
        if (connection.chances().draw(Kind.ZERO_WRITE, faults.zeroWrites)) {
            return 0;
        }
        int count = connection.chances().draw(Kind.SHORT_WRITE, faults.shortWrites)
                ? connection.chances().oneTo(Kind.SHORT_WRITE, room)
                : room;
        SimNetwork network = host.network();
        return network.links().interventions().allowed(network.observers().writes() + 1, count);
    }

    /** The length of those that one call uses. */
    static int used(ByteBuffer[] buffers, int offset, int length) {
        int count = 0;
        for (int i = offset; i < offset + length; i++) {
            if (buffers[i].hasRemaining() && ++count > MOST_BUFFERS) {
                return i - offset;
            }
        }
        return length;
    }

    /** Checks that bytes can be read into all of them. */
    static void checkWritable(ByteBuffer[] dsts, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (dsts[i].isReadOnly()) {
                throw new IllegalArgumentException("Read-only buffer");
            }
        }
    }

    static long remaining(ByteBuffer[] buffers, int offset, int length) {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += buffers[i].remaining();
        }
        return total;
    }

    // ------------------------------------------------------------------------------------------------- half-closes

    void shutdownInput(Endpoint connection) {
        inputShut = true;
        connection.shutdownInput();
    }

    void shutdownOutput(Endpoint connection) {
        outputShut = true;
        connection.shutdownOutput();
    }

    boolean isInputShut() {
        return inputShut;
    }

    boolean isOutputShut() {
        return outputShut;
    }
}
