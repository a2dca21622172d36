// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.util.Objects;

/** The end of a pipe that is read from. */
final class SimSource extends Pipe.SourceChannel implements SimChannel {
    private final SimHost host;
    private final PipeBuffer buffer;
    private final PipeEnd end;
    private final BlockingMode blocking;

    SimSource(SimHost host, PipeBuffer buffer) {
        super(host);
        this.host = host;
        this.buffer = buffer;
        this.end = new PipeEnd(host, "the source", buffer, buffer::closeSource);
        this.blocking = new BlockingMode(this, host.network(), this::begin, this::end);
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return (int) read(new ByteBuffer[] {Objects.requireNonNull(dst)}, 0, 1);
    }

    @Override
    public long read(ByteBuffer[] dsts) throws IOException {
        return read(dsts, 0, dsts.length);
    }

    @Override
    public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, dsts.length);
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        Transfer.checkWritable(dsts, offset, length);
        if (Transfer.remaining(dsts, offset, length) == 0) {
            return 0;
        }
        return blocking.run(() -> {
            blocking.await(buffer::isReadable, Agenda.NEVER);
            return fill(dsts, offset, Transfer.used(dsts, offset, length));
        });
    }

    private long fill(ByteBuffer[] dsts, int offset, int length) {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            if (dsts[i].hasRemaining()) {
                int count = buffer.read(dsts[i]);
                if (count <= 0) {
                    return total == 0 ? count : total;
                }
                host.network().moved();
                total += count;
            }
        }
        return total;
    }

    @Override
    public SimHost host() {
        return host;
    }

    @Override
    public int readyOps(int interest) {
        return buffer.isReadable() ? interest : 0;
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
        return "SourceChannel[" + end + "]";
    }
}
