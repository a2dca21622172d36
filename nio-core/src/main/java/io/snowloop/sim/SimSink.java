// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.util.Objects;

/** The end of a pipe that is written to. */
final class SimSink extends Pipe.SinkChannel implements SimChannel {
    private final SimHost host;
    private final PipeBuffer buffer;
    private final PipeEnd end;
    private final BlockingMode blocking;

    SimSink(SimHost host, PipeBuffer buffer) {
        super(host);
        this.host = host;
        this.buffer = buffer;
        this.end = new PipeEnd(host, "the sink", buffer, buffer::closeSink);
        this.blocking = new BlockingMode(this, host.network(), this::begin, this::end);
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return (int) write(new ByteBuffer[] {Objects.requireNonNull(src)}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] srcs) throws IOException {
        return write(srcs, 0, srcs.length);
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, srcs.length);
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        long wanted = Transfer.remaining(srcs, offset, Transfer.used(srcs, offset, length));
        return wanted == 0 ? 0 : blocking.run(() -> write(srcs, offset, wanted));
    }

    /** In blocking mode it waits for room for all of it. What it has written before an error counts. */
    private long write(ByteBuffer[] srcs, int offset, long wanted) throws IOException {
        long total = 0;
        while (total < wanted) {
            try {
                blocking.await(buffer::isWritable, Agenda.NEVER);
            } catch (AsynchronousCloseException e) {
                if (total == 0) {
                    throw e;
                }
                return total;
            }
            if (total > 0 && buffer.isSourceClosed()) {
                return total;
            }
            total += take(srcs, offset, buffer.room(wanted - total));
            if (!isBlocking()) {
                return total;
            }
        }
        return total;
    }

    private long take(ByteBuffer[] srcs, int offset, int room) {
        int left = room;
        for (int i = offset; left > 0; i++) {
            int count = Math.min(left, srcs[i].remaining());
            buffer.write(srcs[i], count);
            left -= count;
        }
        if (room > 0) {
            host.network().moved();
        }
        return room;
    }

    @Override
    public SimHost host() {
        return host;
    }

    @Override
    public int readyOps(int interest) {
        return buffer.isWritable() ? interest : 0;
    }

    /** Nothing to do: each operation reads the current mode. */
    @Override
    protected void implConfigureBlocking(boolean block) {}

    @Override
    protected void implCloseSelectableChannel() {
        deregistered();
    }

    @Override
    public void deregistered() {
        if (!isOpen() && !isRegistered()) {
            end.close();
        }
    }

    @Override
    public String toString() {
        return "SinkChannel[" + end + "]";
    }
}
