// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/** A provider that stands for one host. Its channels return that host as their provider. */
abstract class HostProvider extends SelectorProvider {
    /** The host. */
    abstract SimHost localhost();

    @Override
    public AbstractSelector openSelector() {
        return localhost().openSelector();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() {
        return localhost().openServerSocketChannel();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) {
        return localhost().openServerSocketChannel(family);
    }

    @Override
    public SocketChannel openSocketChannel() {
        return localhost().openSocketChannel();
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) {
        return localhost().openSocketChannel(family);
    }

    @Override
    public DatagramChannel openDatagramChannel() {
        return localhost().openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) {
        return localhost().openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() {
        return localhost().openPipe();
    }
}
