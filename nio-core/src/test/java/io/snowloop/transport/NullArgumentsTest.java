// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.BlockingThreads;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.NullArguments;
import io.snowloop.testing.RecordingDatagrams;
import io.snowloop.testing.RecordingProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A null argument is refused by its name")
class NullArgumentsTest {
    private final EventLoop loop = open();
    private final SocketChannel channel = channel();
    private final NullArguments arguments = new NullArguments()
            .sample(int.class, () -> 1)
            .sample(boolean.class, () -> true)
            .sample(String.class, () -> "localhost")
            .sample(Duration.class, () -> Duration.ofSeconds(1))
            .sample(Runnable.class, () -> () -> {})
            .sample(Callable.class, () -> () -> Future.completed(null))
            .sample(BooleanSupplier.class, () -> () -> false)
            .sample(Executor.class, () -> Runnable::run)
            .sample(Consumer.class, () -> accepted -> {})
            .sample(Supplier.class, () -> RecordingProtocol::new)
            .sample(EventLoop.class, () -> loop)
            .sample(Scheduler.class, () -> loop)
            .sample(Completed.class, () -> Future.completed(null))
            .sample(Promise.class, loop::newPromise)
            .sample(EventLoopOptions.class, () -> EventLoopOptions.DEFAULT)
            .sample(SocketAddress.class, () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sample(SocketChannel.class, () -> channel)
            .sample(ServerSocketChannel.class, NullArgumentsTest::serverChannel)
            .sample(Protocol.class, RecordingProtocol::new)
            .sample(WaterMarks.class, () -> WaterMarks.DEFAULT)
            .sample(ListenOptions.class, () -> ListenOptions.DEFAULT)
            .sample(Connector.class, () -> Connector.DEFAULT)
            .sample(InetSocketAddress.class, () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sample(InetAddress.class, InetAddress::getLoopbackAddress)
            .sample(ByteBuffer.class, () -> ByteBuffer.allocate(1))
            .sample(NetworkInterface.class, NullArgumentsTest::anyInterface)
            .sample(DatagramOptions.class, () -> DatagramOptions.DEFAULT)
            .sample(DatagramOptions.Builder.class, DatagramOptions::builder)
            .sample(DatagramProtocol.class, RecordingDatagrams::new)
            .sample(DatagramTransport.class, this::transport)
            .sample(ConnectObserver.class, () -> ConnectObserver.NONE);

    private static EventLoop open() {
        try {
            return EventLoop.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closed already: it is passed on by no test. */
    private static ServerSocketChannel serverChannel() {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SocketChannel channel() {
        try {
            return SocketChannel.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DatagramTransport transport() {
        try {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return DatagramTransport.bind(loop, any, DatagramOptions.DEFAULT, new RecordingDatagrams());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NetworkInterface anyInterface() {
        try {
            return NetworkInterface.networkInterfaces().findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        loop.close();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                BlockingThreads.class,
                EventLoop.class,
                EventLoopGroup.class,
                Acceptor.class,
                Connector.class,
                Resolver.class,
                DatagramTransport.class,
                DatagramOptions.class,
                DatagramOptions.Builder.class
            })
    void in(Class<?> type) throws Exception {
        assertThat(arguments.unchecked(type)).isEmpty();
    }
}
