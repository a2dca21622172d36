// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.spi.SelectorProvider;

/** A pipe whose readable end can be put into a loop: the smallest channel there is. */
public final class Loopback implements AutoCloseable {
    /** The end for the loop, in non-blocking mode. */
    public final Pipe.SourceChannel source;

    private final Pipe.SinkChannel sink;

    /** A pipe with nothing in it. */
    public Loopback(SelectorProvider provider) {
        try {
            Pipe pipe = provider.openPipe();
            source = pipe.source();
            sink = pipe.sink();
            source.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the readable end ready. */
    public Loopback fill() {
        try {
            sink.write(ByteBuffer.wrap(new byte[] {1}));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes it not ready any more. */
    public void drain() {
        try {
            source.read(ByteBuffer.allocate(1024));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            sink.close();
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
