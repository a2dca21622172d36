package io.snowloop.transport;

import io.snowloop.future.Owned;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.loop.channel.ReadyHandler;
import io.snowloop.loop.channel.Registration;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A socket, TCP or Unix-domain, in a loop: reads when there is something to read, writes at once what fits and the rest
 * when there is room.
 *
 * <pre>
 *   OPEN --close()--&gt; FLUSHING --all sent--&gt; CLOSED
 *     \------------------\-- abort(), error --&gt; CLOSED
 * </pre>
 *
 * <p>Reading goes through the loop's one buffer, so a connection that is idle holds no buffer at all.
 */
public final class SocketTransport implements Transport, ReadyHandler, Owned {
    /** How often one connection may fill the read buffer in one turn, before the others have theirs. */
    private static final int READS_PER_TURN = 4;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private enum State {
        OPEN,
        FLUSHING,
        CLOSED
    }

    private final Reactor reactor;
    private final SocketChannel channel;
    private final Registration registration;
    private Protocol protocol;
    private final WriteQueue queue;
    private State state = State.OPEN;
    private boolean readingPaused;
    private boolean inputEnded;
    private boolean outputEnding;

    private SocketTransport(
            Reactor reactor, SocketChannel channel, Registration registration, Protocol protocol, WaterMarks marks) {
        this.reactor = reactor;
        this.channel = channel;
        this.registration = registration;
        this.protocol = protocol;
        this.queue = new WriteQueue(marks);
    }

    /**
     * Puts a connected channel into the loop and calls {@link Protocol#connected}.
     *
     * @param channel made by the loop's provider; it belongs to the transport from now on
     * @throws IOException if the channel is closed already
     */
    public static SocketTransport open(Scheduler loop, SocketChannel channel, Protocol protocol, WaterMarks marks)
            throws IOException {
        prepare(channel);
        Reactor reactor = Reactor.of(loop);
        SocketTransport transport = take(reactor, reactor.register(channel, 0, NOBODY_YET), protocol, marks);
        transport.begin();
        return transport;
    }

    /** Takes over a channel that is in the loop already, from whoever connected it. */
    static SocketTransport take(Reactor reactor, Registration registration, Protocol protocol, WaterMarks marks) {
        SocketTransport transport =
                new SocketTransport(reactor, (SocketChannel) registration.channel(), registration, protocol, marks);
        registration.handler(transport);
        return transport;
    }

    /** Calls {@link Protocol#connected}; returns what that threw, which ends the connection, or null. */
    @Nullable
    Throwable begin() {
        registration.interest(SelectionKey.OP_READ);
        return call(() -> protocol.connected(this));
    }

    /** Non-blocking, and without Nagle's algorithm, which trades latency for packets that we batch ourselves. */
    static void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    // ---------------------------------------------------------------------------------- called by the loop

    @Override
    public void ready(int readyOps) {
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            flush();
        }
        if ((readyOps & SelectionKey.OP_READ) != 0) {
            read();
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        if (state != State.CLOSED) { // else end() has queued the call already
            state = State.CLOSED;
            queue.clear();
            protocol.closed(cause);
        }
    }

    // region read
    private void read() {
        for (int reads = 0; reads < READS_PER_TURN && isReading(); reads++) {
            ByteBuffer buffer = reactor.readBuffer();
            int count;
            try {
                count = channel.read(buffer);
            } catch (IOException e) {
                end(e);
                return;
            }
            if (count < 0) {
                inputEnded = true;
                updateInterest();
                protocol.ended();
            } else if (count > 0) {
                reactor.observe(LoopEvent.READ, count, registration);
                protocol.received(buffer.flip());
            }
            if (count < buffer.capacity()) { // the socket is empty now: asking it again would cost a system call
                return;
            }
        }
    }
    // endregion

    private void flush() {
        int before = queue.size();
        try {
            queue.flush(channel);
        } catch (IOException e) {
            end(e);
            return;
        }
        reactor.observe(LoopEvent.WRITTEN, before - queue.size(), registration);
        afterWrite();
    }

    // ------------------------------------------------------------------------------ called by the protocol

    @Override
    public void write(ByteBuffer bytes) {
        write(NOTHING, bytes);
    }

    @Override
    public void write(ByteBuffer first, ByteBuffer second) {
        reactor.checkThread();
        if (state != State.OPEN) {
            skip(first, second);
            return;
        }
        requireOutput();
        int before = queue.size() + first.remaining() + second.remaining();
        try {
            queue.write(first, second, channel);
        } catch (IOException e) {
            skip(first, second);
            end(e);
            return;
        }
        reactor.observe(LoopEvent.WRITTEN, before - queue.size(), registration);
        afterWrite();
    }

    private static void skip(ByteBuffer first, ByteBuffer second) {
        first.position(first.limit());
        second.position(second.limit());
    }

    // region transfer
    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
        reactor.checkThread();
        if (state != State.OPEN) {
            return count;
        }
        requireOutput();
        long taken;
        try {
            taken = queue.transfer(file, position, count, channel);
        } catch (IOException e) { // whose failure it is shows on the long way, a step at a time
            return Transport.super.transferFrom(file, position, count);
        }
        if (taken > 0) {
            reactor.observe(LoopEvent.WRITTEN, taken, registration);
        }
        updateInterest();
        return taken;
    }
    // endregion

    private void requireOutput() {
        if (outputEnding) {
            throw new IllegalStateException("write after shutdownOutput: " + this);
        }
    }

    @Override
    public void pauseReading() {
        reactor.checkThread();
        readingPaused = true;
        updateInterest();
    }

    @Override
    public void resumeReading() {
        reactor.checkThread();
        readingPaused = false;
        updateInterest();
    }

    @Override
    public void shutdownOutput() {
        reactor.checkThread();
        if (state == State.OPEN && !outputEnding) {
            outputEnding = true;
            afterWrite();
        }
    }

    @Override
    public void close() {
        reactor.checkThread();
        if (state == State.OPEN) {
            state = State.FLUSHING;
            afterWrite();
        }
    }

    @Override
    public void abort() {
        reactor.checkThread();
        if (state != State.CLOSED) {
            try {
                if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0); // what makes the kernel send a reset
                }
            } catch (IOException e) {
                // closed by the peer meanwhile: then there is nothing to reset
            }
            end(null);
        }
    }

    @Override
    public void protocol(Protocol next) {
        reactor.checkThread();
        protocol = next;
    }

    // --------------------------------------------------------------------------------------------- inside

    /** What is due once the level of the queue has changed. */
    private void afterWrite() {
        if (queue.crossedMark()) {
            boolean writable = queue.isWritable();
            reactor.observe(writable ? LoopEvent.LOW_WATER : LoopEvent.HIGH_WATER, queue.size(), registration);
            loop().execute(() -> call(() -> protocol.writable(writable)));
        }
        if (queue.isEmpty()) {
            if (state == State.FLUSHING) {
                end(null);
                return;
            }
            if (outputEnding) {
                endOutput();
            }
        }
        updateInterest();
    }

    private void endOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            end(e);
        }
    }

    private void updateInterest() {
        if (state != State.CLOSED) {
            registration.interest(
                    (isReading() ? SelectionKey.OP_READ : 0) | (queue.awaitsRoom() ? SelectionKey.OP_WRITE : 0));
        }
    }

    private boolean isReading() {
        return state == State.OPEN && !readingPaused && !inputEnded;
    }

    /** Closes the socket now; the protocol is told from the queue, as it may be in the middle of calling us. */
    private void end(@Nullable Throwable cause) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            queue.clear();
            registration.close();
            loop().execute(() -> reactor.runSafely(() -> protocol.closed(cause), protocol));
        }
    }

    /** A call to the protocol from outside of {@link #ready}: if it throws, the connection ends here as it does there. */
    private @Nullable Throwable call(Runnable callback) {
        if (state == State.CLOSED) {
            return null;
        }
        try {
            callback.run();
            return null;
        } catch (Throwable thrown) {
            reactor.report(thrown, protocol);
            end(thrown);
            return thrown;
        }
    }

    // ------------------------------------------------------------------------------------------- questions

    @Override
    public boolean isWritable() {
        return queue.isWritable();
    }

    @Override
    public int queued() {
        return queue.size();
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN;
    }

    @Override
    public Scheduler loop() {
        return reactor.loop();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        try {
            return channel.getLocalAddress();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        try {
            return channel.getRemoteAddress();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public Object owner() {
        return protocol;
    }

    @Override
    public String toString() {
        return "SocketTransport[" + localAddress() + " to " + remoteAddress() + ", " + state + "]";
    }

    /** Holds the place between registering and {@link #take}; as no operation is waited for, it is never called. */
    private static final ReadyHandler NOBODY_YET = new ReadyHandler() {
        @Override
        public void ready(int readyOps) {}

        @Override
        public void closed(@Nullable Throwable cause) {}
    };
}
