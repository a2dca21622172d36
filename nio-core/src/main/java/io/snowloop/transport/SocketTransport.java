// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.future.Owned;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.loop.channel.ReadyHandler;
import io.snowloop.loop.channel.Registration;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A socket, TCP or Unix-domain, in a loop. It reads when bytes have come. It writes at once what the socket takes, and the rest when it is
 * writable again. It reads through the loop's buffer, so an idle connection holds no buffer. {@link SocketState} has its states.
 */
public final class SocketTransport implements Transport, ReadyHandler, Owned {
    /** The largest number of reads of one connection in one turn. In a {@linkplain Reactor#LONG_TURN long} one it is one. */
    private static final int READS_PER_TURN = 4;

    private final Reactor reactor;
    private final SocketChannel channel;
    private final Registration registration;
    private Protocol protocol;
    private final WriteQueue queue;
    private SocketState state = SocketState.OPEN;
    private boolean readingPaused;
    private boolean inputEnded;
    private @Nullable BrokenOutput broken;

    /** Takes over a channel that is in the loop already. */
    SocketTransport(Reactor reactor, Registration registration, Protocol protocol, WaterMarks marks) {
        this.reactor = reactor;
        this.channel = (SocketChannel) registration.channel();
        this.registration = registration;
        this.protocol = protocol;
        this.queue = new WriteQueue(marks);
        registration.handler(this);
    }

    /**
     * Puts a connected channel into the loop and calls {@link Protocol#connected}.
     * @param loop of the connection
     * @param channel made by the loop's provider; it belongs to the transport from now on
     * @param protocol gets its events
     * @param marks of the write queue
     * @return the transport, which the protocol has got already
     * @throws IOException if the channel is closed already
     */
    public static SocketTransport open(Scheduler loop, SocketChannel channel, Protocol protocol, WaterMarks marks)
            throws IOException {
        Sockets.prepare(channel);
        Reactor reactor = Reactor.of(loop);
        SocketTransport transport =
                new SocketTransport(reactor, reactor.register(channel, 0, ReadyHandler.NONE), protocol, marks);
        transport.begin();
        return transport;
    }

    /** Calls {@link Protocol#connected}; returns what that threw, which ends the connection, or null. */
    @Nullable
    Throwable begin() {
        registration.interest(SelectionKey.OP_READ);
        return call(() -> protocol.connected(this));
    }

    @Override
    public void ready(int readyOps) {
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            flush();
        }
        if ((readyOps & SelectionKey.OP_READ) != 0) {
            try {
                read();
            } catch (IOException e) {
                end(e);
            }
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        if (state != SocketState.CLOSED) { // else end() has queued the call already
            state = SocketState.CLOSED;
            queue.clear();
            protocol.closed(cause);
        }
    }

    // region read
    private void read() throws IOException {
        for (int reads = 0; reads < READS_PER_TURN && isReading(); reads++) {
            ByteBuffer buffer = reactor.readBuffer();
            int count = channel.read(buffer);
            if (count < 0) {
                endInput();
            } else if (count > 0) {
                reactor.read(count);
                reactor.observe(LoopEvent.READ, count, registration);
                protocol.received(buffer.flip());
            }
            if (count < buffer.capacity() || reactor.tookInTurn() > Reactor.LONG_TURN) {
                return; // with a buffer that isn't full nothing is left: another read would cost a system call
            }
        }
    }
    // endregion

    /** EOF. The kernel tells of a reset once; after a failed write, EOF may mean that the peer's bytes are not complete. */
    private void endInput() {
        inputEnded = true;
        updateInterest();
        if (state == SocketState.BROKEN) {
            end(null);
        } else {
            protocol.ended();
        }
    }

    private void flush() {
        try {
            written(queue.flush(channel));
        } catch (IOException e) {
            outputBroke(e);
        }
    }

    @Override
    public void write(ByteBuffer bytes) {
        if (takesBytes()) {
            try {
                written(queue.write(bytes, channel));
            } catch (IOException e) {
                outputBroke(e);
            }
        }
        bytes.position(bytes.limit()); // also past what cannot be sent
    }

    @Override
    public void write(ByteBuffer... buffers) {
        if (takesBytes()) {
            try {
                written(queue.write(buffers, channel));
            } catch (IOException e) {
                outputBroke(e);
            }
        }
        WriteQueue.skip(buffers);
    }

    private void written(int count) {
        reactor.observe(LoopEvent.WRITTEN, count, registration);
        afterWrite();
    }

    // region transfer
    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
        if (!takesBytes()) {
            return count;
        }
        try {
            long taken = queue.transfer(file, position, count, channel);
            if (taken > 0) {
                reactor.observe(LoopEvent.WRITTEN, taken, registration);
            }
            updateInterest();
            return taken;
        } catch (IOException e) { // of the file or of the socket? To read a piece and to write it shows which
            return Transport.super.transferFrom(file, position, count);
        }
    }
    // endregion

    /** Whether bytes can be written; false once it is closed, when they are dropped without an error. */
    private boolean takesBytes() {
        reactor.checkThread();
        if (state == SocketState.HALF_CLOSED) {
            throw new IllegalStateException("write after shutdownOutput: " + this);
        }
        return state == SocketState.OPEN;
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
        if (state == SocketState.OPEN) {
            state = SocketState.HALF_CLOSED;
            afterWrite();
        }
    }

    @Override
    public void close() {
        reactor.checkThread();
        if (isOpen()) {
            state = SocketState.FLUSHING;
            afterWrite();
        }
    }

    @Override
    public void abort() {
        reactor.checkThread();
        if (state != SocketState.CLOSED) {
            Sockets.resetOnClose(channel);
            end(null);
        }
    }

    @Override
    public void protocol(Protocol next) {
        reactor.checkThread();
        protocol = next;
    }

    /** Reacts to a changed level of the queue. */
    private void afterWrite() {
        if (queue.crossedMark()) {
            boolean writable = queue.isWritable();
            reactor.observe(writable ? LoopEvent.LOW_WATER : LoopEvent.HIGH_WATER, queue.size(), registration);
            loop().execute(() -> call(() -> protocol.writable(writable)));
        }
        if (queue.isEmpty() && state == SocketState.FLUSHING) {
            end(null);
        } else if (queue.isEmpty() && state == SocketState.HALF_CLOSED) {
            try {
                channel.shutdownOutput();
            } catch (IOException e) {
                outputBroke(e);
            }
        }
        updateInterest();
    }

    /** Reading goes on: the socket may hold an answer to a request whose rest the peer did not want (RFC 9112 §9.5). {@code closed} is last. */
    private void outputBroke(IOException cause) {
        if (!isOpen() || inputEnded) { // there are no bytes, or the protocol, which has closed it, wants none
            end(cause);
        } else {
            state = SocketState.BROKEN;
            broken = new BrokenOutput(cause, loop(), () -> end(null));
            queue.refuse();
            updateInterest();
        }
    }

    private void updateInterest() {
        if (state != SocketState.CLOSED) {
            registration.queued(queue.size());
            registration.interest(
                    (isReading() ? SelectionKey.OP_READ : 0) | (queue.awaitsRoom() ? SelectionKey.OP_WRITE : 0));
        }
    }

    private boolean isReading() {
        return state.isOpen() && !readingPaused && !inputEnded;
    }

    /** Closes the socket now. The protocol is told from the queue: it may be in the middle of a call to this transport. */
    private void end(@Nullable Throwable cause) {
        if (state != SocketState.CLOSED) {
            state = SocketState.CLOSED;
            queue.clear();
            registration.close();
            Throwable first = broken == null ? cause : broken.end();
            loop().execute(() -> reactor.runSafely(() -> protocol.closed(first), protocol));
        }
    }

    /** Calls the protocol from outside of {@link #ready}: what it throws ends the connection, as it does there. */
    private @Nullable Throwable call(Runnable callback) {
        try {
            if (state != SocketState.CLOSED) {
                callback.run();
            }
            return null;
        } catch (Throwable thrown) {
            reactor.report(thrown, protocol);
            end(thrown);
            return thrown;
        }
    }

    @Override
    public boolean isWritable() {
        return queue.isWritable();
    }

    @Override
    public int channel() {
        return registration.number();
    }

    @Override
    public int queued() {
        return queue.size();
    }

    @Override
    public boolean isOpen() {
        return state.isOpen();
    }

    @Override
    public Scheduler loop() {
        return reactor.loop();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return Sockets.localAddress(channel);
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return Sockets.remoteAddress(channel);
    }

    @Override
    public Object owner() {
        return protocol;
    }

    @Override
    public String toString() {
        return "SocketTransport[" + localAddress() + " to " + remoteAddress() + ", " + state + "]";
    }
}
