// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import io.snowloop.sim.SimHost;
import io.snowloop.sim.SimProvider;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/**
 * The provider of the JVM, if it is {@linkplain #install installed}: that of the host whose program calls. So a program
 * with {@code Selector.open()} and {@code SocketChannel.open()}, which runs on a real network, runs in a scene without a
 * change.
 */
public final class HostOfThread extends SelectorProvider {
    private static final ThreadLocal<SimHost> HOST = new ThreadLocal<>();

    /** For the JDK, which makes the one instance. What has no channel of a provider would leave the scene in silence. */
    public HostOfThread() {
        SimProvider.refuseKernelSockets();
        System.setProperty("java.nio.channels.spi.AsynchronousChannelProvider", NoAsynchronousChannels.class.getName());
    }

    /** Makes this the provider of the JVM. It has no effect if the JVM has one already. */
    public static void install() {
        System.setProperty("java.nio.channels.spi.SelectorProvider", HostOfThread.class.getName());
        SelectorProvider.provider();
    }

    /** The caller is a program of this host. */
    static void set(SimHost host) {
        HOST.set(host);
    }

    private static SimHost host() {
        SimHost host = HOST.get();
        if (host == null) {
            throw new IllegalStateException("only a program of a scene has a host: see Stage.run and Stage.serve");
        }
        return host;
    }

    @Override
    public AbstractSelector openSelector() {
        return host().openSelector();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() {
        return host().openServerSocketChannel();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) {
        return host().openServerSocketChannel(family);
    }

    @Override
    public SocketChannel openSocketChannel() {
        return host().openSocketChannel();
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) {
        return host().openSocketChannel(family);
    }

    @Override
    public DatagramChannel openDatagramChannel() {
        return host().openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) {
        return host().openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() {
        return host().openPipe();
    }
}
