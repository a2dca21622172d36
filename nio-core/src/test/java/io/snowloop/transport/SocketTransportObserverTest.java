// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.LoopEvent;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestLoop;
import io.snowloop.trace.LoopTrace;
import io.snowloop.trace.TraceRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transport tells of its bytes. */
class SocketTransportObserverTest {
    private final TestLoop test = new TestLoop(builder -> builder.observer(LoopTrace.ofCapacity(4096)));
    private final RecordingProtocol protocol = new RecordingProtocol();
    private SocketChannel peer;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            SocketChannel ours = SocketChannel.open(listener.getLocalAddress());
            peer = listener.accept();
            SocketTransport.open(test.loop, ours, protocol, new WaterMarks(100, 10));
        }
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        test.close();
    }

    private List<TraceRecord> records(LoopEvent event) {
        return LoopTrace.of(test.loop).recording().records().stream()
                .filter(record -> record.event() == event)
                .toList();
    }

    @Test
    void whatIsReadIsToldInTheNameOfTheProtocol() throws IOException {
        peer.write(ByteBuffer.wrap(new byte[7]));
        test.turnUntil(() -> protocol.received() == 7);

        assertThat(records(LoopEvent.READ)).singleElement().satisfies(record -> {
            assertThat(record.value()).isEqualTo(7);
            assertThat(record.id()).isOne();
            assertThat(record.owner()).isEqualTo("RecordingProtocol");
        });
        assertThat(records(LoopEvent.WRITTEN)).isEmpty();
        assertThat(records(LoopEvent.READY)).singleElement().satisfies(record -> {
            assertThat(record.value()).isEqualTo(SelectionKey.OP_READ);
            assertThat(record.owner()).isEqualTo("RecordingProtocol");
        });
    }

    @Test
    void whatTheSocketTakesIsToldAndWhatItDoesNotTakeIsToldLater() throws IOException {
        int all = 20_000_000;
        protocol.transport.write(ByteBuffer.wrap(new byte[3]));
        protocol.transport.write(ByteBuffer.wrap(new byte[all]));

        assertThat(records(LoopEvent.WRITTEN))
                .first()
                .satisfies(record -> assertThat(record.value()).isEqualTo(3));
        assertThat(written()).isEqualTo(3 + all - protocol.transport.queued());
        assertThat(records(LoopEvent.HIGH_WATER))
                .singleElement()
                .satisfies(record -> assertThat(record.value()).isEqualTo(protocol.transport.queued()));
        assertThat(records(LoopEvent.QUEUE_LEVEL))
                .singleElement()
                .satisfies(record -> assertThat(record.value()).isEqualTo(protocol.transport.queued()));

        peer.configureBlocking(false);
        ByteBuffer sink = ByteBuffer.allocate(1 << 20);
        while (protocol.transport.queued() > 0) {
            peer.read(sink.clear());
            test.inTask(() -> {});
        }
        assertThat(written()).isEqualTo(3 + all);
        assertThat(records(LoopEvent.QUEUE_LEVEL))
                .last()
                .satisfies(record -> assertThat(record.value()).isZero());
        assertThat(records(LoopEvent.LOW_WATER))
                .singleElement()
                .satisfies(record -> assertThat(record.value()).isLessThanOrEqualTo(10));
    }

    @Test
    void whatIsWrittenFromTwoBuffersOrAFileIsToldOnce(@TempDir Path directory) throws IOException {
        protocol.transport.write(ByteBuffer.wrap(new byte[3]), ByteBuffer.wrap(new byte[4]));
        try (FileChannel file = FileChannel.open(Files.write(directory.resolve("file"), new byte[50]))) {
            assertThat(protocol.transport.transferFrom(file, 0, 50)).isEqualTo(50);
            assertThat(protocol.transport.transferFrom(file, 50, 50)).isEqualTo(-1);
        }

        assertThat(records(LoopEvent.WRITTEN)).extracting(TraceRecord::value).containsExactly(7L, 50L);
    }

    @Test
    void anAcceptorIsTheOwnerOfItsChannel() throws IOException {
        Acceptor acceptor = Acceptor.listen(
                test.loop,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                1,
                SocketTransportObserverTest::end);
        try (SocketChannel client = SocketChannel.open(acceptor.address())) {
            test.inTask(() -> {});
            assertThat(client.isConnected()).isTrue();
        }

        assertThat(records(LoopEvent.READY)).extracting(TraceRecord::owner).containsExactly("Acceptor");
    }

    private static void end(SocketChannel accepted) {
        try {
            accepted.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long written() {
        return records(LoopEvent.WRITTEN).stream().mapToLong(TraceRecord::value).sum();
    }
}
