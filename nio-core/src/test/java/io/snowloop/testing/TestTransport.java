// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.loop.EventLoop;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A transport without a socket: the test is the peer. What the protocol writes is kept for the test to read, and what
 * the test sends the protocol receives, both as Latin-1 text.
 */
public final class TestTransport implements Transport {
    private final TestLoop test;
    private Protocol protocol;
    private final StringBuilder written = new StringBuilder();
    private final StringBuilder unsent = new StringBuilder();

    /** Segments that the protocol has not read. */
    private final Queue<String> unread = new ArrayDeque<>();

    private boolean blocked;
    private boolean readingPaused;
    private boolean outputShut;
    private boolean closing;
    private boolean closed;
    private boolean aborted;
    private boolean endSent;

    /** How many buffers the protocol has written. */
    public int writes;

    /** With how many calls: on a socket, each is a system call. */
    public int writeCalls;

    private TestTransport(TestLoop test, Protocol protocol) {
        this.test = test;
        this.protocol = protocol;
    }

    /** Connects a protocol to the test. */
    public static TestTransport connect(TestLoop test, Protocol protocol) {
        TestTransport transport = new TestTransport(test, protocol);
        transport.onLoop(() -> protocol.connected(transport));
        return transport;
    }

    // ------------------------------------------------------------------------------------------- the test's side

    /**
     * Sends bytes to the protocol, in the segments of the current {@link Segmentation}. Each segment is read in a turn of
     * the loop of its own, as soon as the protocol reads.
     */
    public void send(String bytes) {
        Segmentation.current().segments(bytes).forEach(this::sendExactly);
    }

    /** Sends bytes to the protocol, in one segment. */
    public void sendExactly(String bytes) {
        unread.add(bytes);
        deliver();
    }

    /** Sends bytes to the protocol, in segments of one byte. */
    public void sendByteByByte(String bytes) {
        Segmentation.BYTES.segments(bytes).forEach(this::sendExactly);
    }

    /** Sends bytes to the protocol, in one segment, from a task of the loop: before the tasks behind it run. */
    public void deliverNow(String bytes) {
        unread.add(bytes);
        guarded(this::deliverNow);
    }

    /** Ends the peer's half. */
    public void sendEnd() {
        endSent = true;
        deliver();
    }

    /** The connection breaks. */
    public void breakWith(Throwable cause) {
        onLoop(() -> end(cause));
    }

    /** Takes what the protocol has written since the last call. */
    public String takeWritten() {
        String taken = written.toString();
        written.setLength(0);
        written.trimToSize(); // tests measure what connections keep
        return taken;
    }

    /** The socket takes no more bytes: the peer doesn't read. */
    public void block() {
        blocked = true;
    }

    /** The peer has read all that was unsent, and reads on. */
    public void unblock() {
        blocked = false;
        written.append(unsent);
        unsent.setLength(0);
        onLoop(() -> {
            if (closing) {
                end(null);
            } else {
                protocol.writable(true);
            }
        });
    }

    /** The peer reads so many of the bytes that are unsent. */
    public void read(int bytes) {
        written.append(unsent, 0, bytes);
        unsent.delete(0, bytes);
    }

    /** Whether the protocol reads now. */
    public boolean isReading() {
        return !readingPaused && !closing && !closed;
    }

    /** Whether the protocol has ended its half. */
    public boolean isOutputShut() {
        return outputShut;
    }

    /** Whether the connection is over. */
    public boolean isClosed() {
        return closed;
    }

    /** Whether it ended with a reset. */
    public boolean isAborted() {
        return aborted;
    }

    /** How many of the bytes that the test has sent the protocol has not read yet. */
    public int unread() {
        return unread.stream().mapToInt(String::length).sum();
    }

    private void deliver() {
        onLoop(this::deliverNow);
    }

    /** One segment a turn, as a loop reads. */
    private void deliverNow() {
        if (!isReading()) {
            return;
        }
        String segment = unread.poll();
        if (segment != null) {
            byte[] bytes = segment.getBytes(StandardCharsets.ISO_8859_1);
            protocol.received(ByteBuffer.wrap(bytes));
            Arrays.fill(bytes, (byte) '#'); // as a loop fills its buffer anew
        } else if (endSent) {
            endSent = false;
            protocol.ended();
        }
        if (isReading() && (!unread.isEmpty() || endSent)) {
            test.loop.execute(() -> guarded(this::deliverNow));
        }
    }

    private void onLoop(Runnable action) {
        test.loop.execute(() -> guarded(action));
        test.turnUntilIdle();
    }

    /** As a loop calls a protocol: what is thrown ends the connection. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable thrown) {
            test.loop.reactor().report(thrown, protocol);
            end(thrown);
        }
    }

    private void end(@Nullable Throwable cause) {
        if (!closed) {
            closed = true;
            unsent.setLength(0);
            test.loop.execute(() -> protocol.closed(cause));
        }
    }

    // --------------------------------------------------------------------------------------- the protocol's side

    @Override
    public void write(ByteBuffer bytes) {
        String text = StandardCharsets.ISO_8859_1.decode(bytes).toString();
        if (closing || closed) {
            return;
        }
        if (outputShut) {
            throw new IllegalStateException("write after shutdownOutput");
        }
        writes++;
        writeCalls++;
        (blocked ? unsent : written).append(text);
    }

    @Override
    public void write(ByteBuffer... buffers) {
        int before = writeCalls;
        Transport.super.write(buffers);
        writeCalls = Math.min(writeCalls, before + 1);
    }

    @Override
    public boolean isWritable() {
        return unsent.length() <= 64 * 1024;
    }

    @Override
    public int queued() {
        return unsent.length();
    }

    @Override
    public void protocol(Protocol next) {
        protocol = next;
    }

    @Override
    public void pauseReading() {
        readingPaused = true;
    }

    @Override
    public void resumeReading() {
        if (readingPaused) {
            readingPaused = false;
            test.loop.execute(() -> guarded(this::deliverNow));
        }
    }

    @Override
    public void shutdownOutput() {
        outputShut = true;
    }

    @Override
    public void close() {
        if (!closing && !closed) {
            closing = true;
            if (unsent.isEmpty()) {
                end(null);
            }
        }
    }

    @Override
    public void abort() {
        aborted |= !closed;
        end(null);
    }

    @Override
    public boolean isOpen() {
        return !closing && !closed;
    }

    @Override
    public EventLoop loop() {
        return test.loop;
    }

    @Override
    public SocketAddress localAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public SocketAddress remoteAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
    }
}
