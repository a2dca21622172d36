// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of a connection, a server and a selector of one provider, on which {@link ChannelStep}s are run. The
 * result of each is a text without ports, so that the texts of two providers can be compared.
 */
final class ChannelBench implements AutoCloseable {
    private static final int[] SIZES = {0, 1, 1, 3, 100};
    private static final int[] LINGERS = {-5, -1, 0, 0, 70_000};
    private static final int ALL = SelectionKey.OP_READ | SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    private final Selector selector;
    private final ServerSocketChannel server;
    private final SocketAddress address;
    private final SocketAddress unused;
    private final SocketChannel client;
    private @Nullable SocketChannel peer;

    ChannelBench(SelectorProvider provider) throws IOException {
        selector = provider.openSelector();
        server = provider.openServerSocketChannel();
        server.configureBlocking(false);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = server.getLocalAddress();
        try (ServerSocketChannel closed = provider.openServerSocketChannel()) {
            closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            unused = closed.getLocalAddress();
        }
        client = provider.openSocketChannel();
        useWithoutDelay(client);
    }

    /** Runs a step, and returns what it did. */
    String run(ChannelStep step) {
        SocketChannel channel = step.client() ? client : peer;
        try {
            return switch (step.call()) {
                case ACCEPT -> accept();
                case CLOSE_SERVER -> closeServer();
                case SELECT -> select();
                case SELECT_ACTION -> selectWithAction(step.number());
                default -> channel == null ? "no channel" : run(step.call(), channel, step.number());
            };
        } catch (IOException | RuntimeException e) {
            return e.getClass().getSimpleName() + (e instanceof IOException ? ": " + e.getMessage() : "");
        }
    }

    private String run(ChannelStep.Call call, SocketChannel channel, int number) throws IOException {
        return switch (call) {
            case CONNECT -> "" + channel.connect(address);
            case CONNECT_REFUSED -> "" + channel.connect(unused);
            case CONNECT_NULL -> "" + channel.connect(null);
            case FINISH_CONNECT -> "" + channel.finishConnect();
            case BIND_NULL -> "bound: " + (channel.bind(null) == channel);
            case WRITE -> "" + channel.write(ByteBuffer.allocate(size(number)));
            case GATHER -> "" + channel.write(buffers(number));
            case READ -> "" + channel.read(ByteBuffer.allocate(size(number)));
            case SCATTER -> "" + channel.read(buffers(number));
            case SCATTER_READ_ONLY -> "" + channel.read(readOnly(number));
            case SHUTDOWN_INPUT -> "shut: " + (channel.shutdownInput() == channel);
            case SHUTDOWN_OUTPUT -> "shut: " + (channel.shutdownOutput() == channel);
            case CLOSE -> close(channel);
            case LINGER -> "" + set(channel, LINGERS[number % LINGERS.length]);
            case TYPE_OF_SERVICE -> typeOfService(channel, number);
            case STATE -> channel.isOpen() + " " + channel.isConnected() + " " + channel.isConnectionPending();
            case ADDRESSES -> name(channel.getLocalAddress()) + " > " + name(channel.getRemoteAddress());
            case LEGACY -> legacy(channel.socket());
            case REGISTER ->
                "interest " + channel.register(selector, number & ALL).interestOps();
            case INTEREST -> interest(channel, number);
            case CANCEL -> cancel(channel);
            default -> throw new AssertionError(call);
        };
    }

    private String accept() throws IOException {
        SocketChannel accepted = server.accept();
        if (accepted == null) {
            return "none";
        }
        if (peer != null) {
            accepted.close();
            return "another one";
        }
        useWithoutDelay(accepted);
        peer = accepted;
        return "accepted";
    }

    /** Without Nagle's algorithm, by which the kernel holds back a small segment until the one before is acknowledged. */
    private static void useWithoutDelay(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    private String closeServer() throws IOException {
        server.close();
        return "closed";
    }

    private static String close(SocketChannel channel) throws IOException {
        channel.close();
        return "closed";
    }

    private static int size(int number) {
        return SIZES[number % SIZES.length];
    }

    private static ByteBuffer[] buffers(int number) {
        return new ByteBuffer[] {ByteBuffer.allocate(number % 3), ByteBuffer.allocate(number)};
    }

    private static ByteBuffer[] readOnly(int number) {
        return new ByteBuffer[] {
            ByteBuffer.allocate(number), ByteBuffer.allocate(1).asReadOnlyBuffer()
        };
    }

    private static int set(SocketChannel channel, int linger) throws IOException {
        return channel.setOption(StandardSocketOptions.SO_LINGER, linger).getOption(StandardSocketOptions.SO_LINGER);
    }

    private static String typeOfService(SocketChannel channel, int number) throws IOException {
        channel.setOption(StandardSocketOptions.IP_TOS, number * 20 - 20);
        return "" + channel.getOption(StandardSocketOptions.IP_TOS);
    }

    private String name(@Nullable SocketAddress of) {
        return of == null ? "null" : of.equals(address) ? "server" : of.equals(unused) ? "unused" : "client";
    }

    private static String legacy(Socket socket) {
        return socket.isBound() + " " + socket.isConnected() + " " + socket.isClosed() + " " + socket.isInputShutdown()
                + " " + socket.isOutputShutdown() + " " + (socket.getLocalPort() > 0) + " " + (socket.getPort() > 0);
    }

    private String interest(SocketChannel channel, int number) {
        SelectionKey key = channel.keyFor(selector);
        return key == null
                ? "no key"
                : "interest " + key.interestOps(number & ALL).interestOps();
    }

    private String cancel(SocketChannel channel) {
        SelectionKey key = channel.keyFor(selector);
        if (key != null) {
            key.cancel();
        }
        return key == null ? "no key" : "cancelled";
    }

    private String select() throws IOException {
        int count = selector.selectNow();
        Set<String> ready = new TreeSet<>();
        selector.selectedKeys().forEach(key -> ready.add(ready(key)));
        selector.selectedKeys().clear();
        return count + " " + ready + " of " + selector.keys().size();
    }

    private String selectWithAction(int number) throws IOException {
        Set<String> ready = new TreeSet<>();
        int count = selector.selectNow(key -> {
            ready.add(ready(key));
            if (number == 0) {
                key.cancel();
            }
        });
        return count + " " + ready;
    }

    private String ready(SelectionKey key) {
        return (key.channel() == client ? "client " : "peer ") + (key.isValid() ? key.readyOps() : "cancelled");
    }

    /** Closes all, with RST: connections in TIME-WAIT would use up the ports of the machine. */
    @Override
    public void close() throws IOException {
        if (client.isConnected()) {
            set(client, 0);
        }
        client.close();
        if (peer != null) {
            peer.close();
        }
        server.close();
        selector.close();
    }
}
