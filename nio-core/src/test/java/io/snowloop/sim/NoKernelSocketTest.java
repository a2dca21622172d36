// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.OpenFiles;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A simulation opens no socket of the kernel, whichever method of an adapter is called. */
class NoKernelSocketTest {
    private final Simulation simulation = new Simulation(1);

    @Test
    void aHundredConnectionsWithAllTheirPropertiesOpenNoDescriptor() throws Exception {
        connectAndAsk(1); // loads the classes
        long before = OpenFiles.sockets();
        connectAndAsk(100);
        assertThat(OpenFiles.sockets()).as("sockets of the kernel").isEqualTo(before);
    }

    @Test
    void selectorsAndPipesOpenNoDescriptor() throws Exception {
        openAll(1); // loads the classes
        long before = OpenFiles.all();
        List<Closeable> open = openAll(100);
        assertThat(OpenFiles.all()).as("descriptors").isEqualTo(before);
        for (Closeable each : open) {
            each.close();
        }
        assertThat(simulation.leftovers())
                .as("of those that were opened first")
                .extracting(Leftover::kind)
                .containsOnly(Leftover.Kind.PIPE);
    }

    private List<Closeable> openAll(int count) throws IOException {
        List<Closeable> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Selector selector = simulation.network().openSelector();
            Pipe pipe = simulation.network().openPipe();
            pipe.source().configureBlocking(false).register(selector, SelectionKey.OP_READ);
            pipe.sink().write(ByteBuffer.allocate(10));
            assertThat(selector.select()).isEqualTo(1);
            open.addAll(List.of(selector, pipe.source(), pipe.sink()));
        }
        return open;
    }

    @Test
    void whatAnAdapterHasForgottenIsNamed() {
        assertThatThrownBy(() -> new NoKernelSocket().getOption(0))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("a simulated socket has no socket of the kernel");
    }

    private void connectAndAsk(int connections) throws Exception {
        ServerSocketChannel server = simulation.network().openServerSocketChannel();
        askAll(ServerSocket.class, server.socket());
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        for (int i = 0; i < connections; i++) {
            SocketChannel client = simulation.network().openSocketChannel();
            askAll(Socket.class, client.socket());
            client.connect(server.getLocalAddress());
            SocketChannel accepted = server.accept();
            askAll(Socket.class, client.socket());
            askAll(Socket.class, accepted.socket());
            setAll(client.socket());
            client.close();
            accepted.close();
            askAll(Socket.class, client.socket());
        }
        askAll(ServerSocket.class, server.socket());
        server.close();
        askAll(ServerSocket.class, server.socket());
    }

    /** Calls each method that has no parameters and asks for something. Its exception may be one of I/O only. */
    private static void askAll(Class<?> type, Object adapter) throws IllegalAccessException {
        for (Method method : type.getMethods()) {
            boolean asks = method.getName().matches("(get|is|supported).*") && method.getParameterCount() == 0;
            if (asks && !Modifier.isStatic(method.getModifiers())) {
                try {
                    method.invoke(adapter);
                } catch (InvocationTargetException e) {
                    assertThat(e.getCause()).as("%s", method).isInstanceOf(IOException.class);
                }
            }
        }
    }

    private static void setAll(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setReuseAddress(true);
        socket.setOOBInline(false);
        socket.setTrafficClass(8);
        socket.setSoLinger(true, 1);
        socket.setSoTimeout(1);
        socket.setSendBufferSize(10_000);
        socket.setReceiveBufferSize(10_000);
        socket.setPerformancePreferences(1, 2, 3);
        socket.sendUrgentData(1);
        socket.shutdownInput();
        socket.shutdownOutput();
    }
}
