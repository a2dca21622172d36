// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Refuses the asynchronous channels: they have threads of their own, which no seed orders, and are not simulated. */
public final class NoAsynchronousChannels extends AsynchronousChannelProvider {
    /** For the JDK, which makes the one instance. */
    public NoAsynchronousChannels() {}

    private static UnsupportedOperationException refuse() {
        return new UnsupportedOperationException(
                "asynchronous channels are not simulated: use SocketChannel and ServerSocketChannel");
    }

    @Override
    public AsynchronousChannelGroup openAsynchronousChannelGroup(int threads, ThreadFactory factory) {
        throw refuse();
    }

    @Override
    public AsynchronousChannelGroup openAsynchronousChannelGroup(ExecutorService executor, int initialSize) {
        throw refuse();
    }

    @Override
    public AsynchronousServerSocketChannel openAsynchronousServerSocketChannel(
            @Nullable AsynchronousChannelGroup group) {
        throw refuse();
    }

    @Override
    public AsynchronousSocketChannel openAsynchronousSocketChannel(@Nullable AsynchronousChannelGroup group) {
        throw refuse();
    }
}
