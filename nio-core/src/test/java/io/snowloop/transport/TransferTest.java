// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static io.snowloop.transport.TransportFixture.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.EventLoop;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.TransportFixture.Family;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Files, which go from the disk to the socket. */
@ParameterizedClass(name = "{0}")
@EnumSource(Family.class)
class TransferTest {
    /** More than any socket takes at once. */
    private static final int LARGE = 10_000_000;

    @Parameter
    Family family;

    @TempDir
    Path directory;

    private final byte[] bytes = new byte[LARGE];
    private final RecordingProtocol protocol = new RecordingProtocol();
    private TransportFixture fixture;
    private FileChannel file;

    /** Sends the file from some position on, each time as much as there is room for. */
    private class Sender extends RecordingProtocol {
        long next;

        void go() {
            try {
                while (next < LARGE && transport.isWritable()) {
                    next += transport.transferFrom(file, next, LARGE - next);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        protected void onWritable(boolean writable) {
            if (writable) {
                go();
            }
        }
    }

    @BeforeEach
    void open() throws IOException {
        fixture = new TransportFixture(family, directory);
        new Random(7).nextBytes(bytes);
        file = FileChannel.open(Files.write(directory.resolve("file"), bytes));
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
        file.close();
        assertThat(protocol.violations).isEmpty();
    }

    private long transfer(long position, long count) throws IOException {
        return protocol.transport.transferFrom(file, position, count);
    }

    @Test
    void sendsWhatIsAskedForWhereverTheFileStands() throws IOException {
        SocketChannel peer = fixture.connect(protocol);
        file.position(1);

        assertThat(transfer(1_000, 5_000)).isEqualTo(5_000);
        assertThat(transfer(LARGE - 3, 3)).isEqualTo(3);
        protocol.transport.close();

        assertThat(fixture.receiveAll(peer)).isEqualTo(concat(slice(1_000, 6_000), slice(LARGE - 3, LARGE)));
        assertThat(file.position()).isEqualTo(1);
    }

    @Test
    void comesShortWhenThereIsNoRoomAndTellsOnceThereIs() throws IOException {
        SocketChannel peer = fixture.connect(protocol);

        long[] sent = {0};
        protocol.outside(() -> {
            try {
                sent[0] = transfer(0, LARGE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(sent[0]).isBetween(1L, LARGE - 1L);
        assertThat(protocol.transport.isWritable()).isFalse();
        assertThat(protocol.transport.queued()).as("nothing of it is kept").isZero();
        assertThat(transfer(sent[0], LARGE - sent[0])).isZero();
        fixture.test.inTask(() -> {});
        assertThat(protocol.calls).as("there still is none").containsExactly("connected");

        receiveUntilWritable(peer);
        fixture.test.inTask(() -> {});
        assertThat(protocol.calls).containsExactly("connected", "writable true");
    }

    @Test
    void sendsTheWholeToAPeerThatReadsSlowly() {
        Sender sender = new Sender();
        SocketChannel peer = fixture.connect(sender);
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        Random random = new Random(7);

        fixture.test.inTask(sender::go);
        while (sender.next < LARGE) {
            arrived.writeBytes(receive(peer, random.nextInt(300_000)));
            fixture.test.inTask(() -> {});
        }
        sender.transport.close();
        arrived.writeBytes(fixture.receiveAll(peer));

        assertThat(arrived.toByteArray()).isEqualTo(bytes);
        assertThat(sender.violations).isEmpty();
    }

    @Test
    void keepsItsPlaceBehindWhatWasWrittenAndBeforeWhatIsWrittenLater() throws IOException {
        SocketChannel peer = fixture.connect(protocol);
        protocol.transport.write(ByteBuffer.wrap(bytes));
        assertThat(transfer(0, 1_000)).as("others wait to be sent").isZero();

        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        arrived.writeBytes(receiveUntilWritable(peer));
        assertThat(protocol.transport.queued())
                .as("a file needs all of it to be sent")
                .isZero();
        assertThat(transfer(0, 1_000)).isEqualTo(1_000);
        protocol.write("end");
        protocol.transport.close();
        arrived.writeBytes(fixture.receiveAll(peer));

        assertThat(arrived.toByteArray()).isEqualTo(concat(bytes, slice(0, 1_000), "end".getBytes()));
    }

    @Test
    void writingToAFullSocketKeepsWhatIsWrittenUntilThereIsRoom() throws IOException {
        SocketChannel peer = fixture.connect(protocol);
        int sent = (int) transfer(0, LARGE);
        protocol.write("end");
        assertThat(protocol.transport.isWritable()).isFalse();
        protocol.transport.close();

        assertThat(fixture.receiveAll(peer)).isEqualTo(concat(slice(0, sent), "end".getBytes()));
    }

    @Test
    void tellsTheEndOfTheFile() throws IOException {
        fixture.connect(protocol);

        assertThat(transfer(LARGE, 1)).isEqualTo(-1);
        assertThat(transfer(LARGE + 1, 1)).isEqualTo(-1);
        assertThat(transfer(LARGE - 3, 10)).isEqualTo(3);
        fixture.await(protocol, "writable true");
        assertThat(transfer(LARGE, 7)).isEqualTo(-1);
        assertThat(protocol.transport.isOpen()).isTrue();
    }

    @Test
    void aFailureOfTheFileIsTheCallersAndTheConnectionLivesOn() throws IOException {
        fixture.connect(protocol);
        file.close();

        assertThatThrownBy(() -> transfer(0, 1_000)).isInstanceOf(ClosedChannelException.class);
        assertThat(protocol.transport.isOpen()).isTrue();
    }

    @Test
    void aFailureOfTheSocketEndsTheConnection() throws IOException {
        SocketChannel peer = fixture.connect(protocol);
        TransportFixture.reset(peer);

        long taken = 0;
        for (long sent = 0; protocol.transport.isWritable(); sent += taken) {
            taken = transfer(sent % LARGE, 1_000);
        }
        assertThat(taken).as("taken by the last transfer, and dropped").isEqualTo(1_000);
        fixture.await(protocol, "closed");
        assertThat(protocol.cause).isInstanceOf(IOException.class);
    }

    @Test
    void onAConnectionThatIsClosedNothingIsSent() throws IOException {
        SocketChannel peer = fixture.connect(protocol);
        protocol.transport.close();

        assertThat(transfer(0, 1_000)).isEqualTo(1_000);
        assertThat(fixture.receiveAll(peer)).isEmpty();
    }

    @Test
    void afterOurEndItIsRefused() {
        fixture.connect(protocol);
        protocol.transport.shutdownOutput();

        assertThatIllegalStateException()
                .isThrownBy(() -> transfer(0, 1))
                .withMessageContaining("write after shutdownOutput");
    }

    @Test
    void closingMidwayEndsAfterWhatWasSent() throws IOException {
        SocketChannel peer = fixture.connect(protocol);
        int sent = (int) transfer(0, LARGE);
        protocol.transport.close();

        assertThat(fixture.receiveAll(peer)).isEqualTo(slice(0, sent));
        fixture.await(protocol, "closed");
        assertThat(protocol.cause).isNull();
        assertThat(protocol.calls).containsExactly("connected", "closed");
    }

    @Test
    void endingOurHalfMidwayEndsItAfterWhatWasSent() throws IOException {
        SocketChannel peer = fixture.connect(protocol);
        int sent = (int) transfer(0, LARGE);
        protocol.transport.shutdownOutput();

        assertThat(fixture.receiveAll(peer)).isEqualTo(slice(0, sent));
        TransportFixture.send(peer, "still heard");
        fixture.test.turnUntil(() -> protocol.received() > 0);
        assertThat(protocol.isClosed()).isFalse();
    }

    @Test
    void waitsForRoomOnlyAsLongAsThereIsNone() throws IOException {
        SocketChannel peer = fixture.connect(protocol);
        EventLoop loop = fixture.test.loop;
        transfer(0, LARGE);
        receiveUntilWritable(peer);
        fixture.await(protocol, "writable true");

        fixture.test.provider.beforeNextWait(loop::stop);
        loop.run(); // for ever, if a socket with room were ready each time

        assertThat(protocol.calls).containsExactly("connected", "writable true");
    }

    /** What the peer has to take until there is room: a kernel waits until it is worth its while. */
    private byte[] receiveUntilWritable(SocketChannel peer) {
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        while (!protocol.transport.isWritable()) {
            arrived.writeBytes(receive(peer, 100_000));
            fixture.test.inTask(() -> {});
        }
        return arrived.toByteArray();
    }

    private byte[] slice(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
