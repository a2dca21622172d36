// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipes: bytes in order, bounds, ends, and what their keys are ready for. */
abstract class PipeContract extends ChannelContract {
    private Pipe.SourceChannel source;
    private Pipe.SinkChannel sink;

    @BeforeEach
    void openPipe() throws IOException {
        Pipe pipe = provider.openPipe();
        source = closing(pipe.source());
        sink = closing(pipe.sink());
        source.configureBlocking(false);
        sink.configureBlocking(false);
    }

    private String read(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        int count = source.read(bytes);
        return count < 0 ? "the end" : new String(bytes.array(), 0, count, StandardCharsets.UTF_8);
    }

    private long fill() throws IOException {
        long total = 0;
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        for (int count = sink.write(bytes); count > 0; count = sink.write(bytes.clear())) {
            assertThat(count).as("whole").isEqualTo(4096);
            total += count;
        }
        return total;
    }

    @Test
    void bytesComeInOrderAndInPieces() throws IOException {
        assertThat(sink.write(text("hello, "))).isEqualTo(7);
        assertThat(sink.write(text("world"))).isEqualTo(5);
        assertThat(read(3)).isEqualTo("hel");
        assertThat(read(100)).isEqualTo("lo, world");
        assertThat(read(100)).isEmpty();
    }

    @Test
    void bytesKeepTheirOrderInARingThatIsUsedAgain() throws IOException {
        byte next = 0;
        byte expected = 0;
        for (int i = 0; i < 100; i++) {
            ByteBuffer some = ByteBuffer.allocate(3_000);
            while (some.hasRemaining()) {
                some.put(next++);
            }
            assertThat(sink.write(some.flip())).isEqualTo(3_000);
            ByteBuffer back = ByteBuffer.allocate(3_000);
            assertThat(source.read(back)).isEqualTo(3_000);
            for (byte each : back.array()) {
                assertThat(each).isEqualTo(expected++);
            }
        }
    }

    @Test
    void gathersAndScatters() throws IOException {
        assertThat(sink.write(new ByteBuffer[] {text("a"), text("bcd"), text("ef")}))
                .isEqualTo(6);
        ByteBuffer[] into = {ByteBuffer.allocate(2), ByteBuffer.allocate(0), ByteBuffer.allocate(10)};
        assertThat(source.read(into)).isEqualTo(6);
        assertThat(into[0].position()).isEqualTo(2);
        assertThat(into[2].position()).isEqualTo(4);
        assertThat(sink.write(new ByteBuffer[] {text("a"), text("b"), text("c")}, 1, 1))
                .isEqualTo(1);
        assertThat(read(10)).isEqualTo("b");
        assertThatThrownBy(() -> sink.write(new ByteBuffer[1], 1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> source.read(new ByteBuffer[1], -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void nothingIsReadIntoNoRoomOrIntoAReadOnlyBuffer() throws IOException {
        sink.write(text("a"));
        assertThat(source.read(ByteBuffer.allocate(0))).isZero();
        assertThatThrownBy(() -> source.read(ByteBuffer.allocate(1).asReadOnlyBuffer()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(read(1)).isEqualTo("a");
        assertThat(sink.write(ByteBuffer.allocate(0))).isZero();
    }

    @Test
    void itTakes64KibUntilTheyAreRead() throws IOException {
        assertThat(fill()).isEqualTo(64 * 1024);
        assertThat(isReady(sink, SelectionKey.OP_WRITE)).isFalse();
        assertThat(source.read(ByteBuffer.allocate(4096))).isEqualTo(4096);
        awaitReady(sink, SelectionKey.OP_WRITE);
        assertThat(fill()).isEqualTo(4096);
    }

    @Test
    void aLongWriteTakesWhatFits() throws IOException {
        ByteBuffer more = ByteBuffer.allocate(100_000);
        assertThat(sink.write(more)).isEqualTo(64 * 1024);
        assertThat(more.remaining()).isEqualTo(100_000 - 64 * 1024);
    }

    @Test
    void afterTheSinkIsClosedTheEndComesAfterTheBytes() throws IOException {
        sink.write(text("last"));
        sink.close();
        awaitReady(source, SelectionKey.OP_READ);
        assertThat(read(10)).isEqualTo("last");
        assertThat(read(10)).isEqualTo("the end");
        assertThat(read(10)).isEqualTo("the end");
        awaitReady(source, SelectionKey.OP_READ);
    }

    @Test
    void aSinkWithoutASourceIsABrokenPipe() throws IOException {
        fill();
        source.close();
        awaitReady(sink, SelectionKey.OP_WRITE);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> sink.write(text("a")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Broken pipe");
        }
        assertThat(sink.isOpen()).isTrue();
    }

    @Test
    void aKeyIsReadyForWhatItsEndCanDo() throws IOException {
        assertThat(source.validOps()).isEqualTo(SelectionKey.OP_READ);
        assertThat(sink.validOps()).isEqualTo(SelectionKey.OP_WRITE);
        assertThatThrownBy(() -> source.register(selector, SelectionKey.OP_WRITE))
                .isInstanceOf(IllegalArgumentException.class);
        SelectionKey reads = source.register(selector, SelectionKey.OP_READ);
        SelectionKey writes = sink.register(selector, SelectionKey.OP_WRITE);
        assertThat(selector.select(LONG)).isEqualTo(1);
        assertThat(selector.selectedKeys()).containsExactly(writes);
        writes.interestOps(0);
        selector.selectedKeys().clear();
        sink.write(text("a"));
        assertThat(selector.select(LONG)).isEqualTo(1);
        assertThat(selector.selectedKeys()).containsExactly(reads);
    }

    @Test
    void anEndThatIsClosedButRegisteredIsThereUntilTheSelectorLetsGo() throws IOException {
        sink.register(selector, 0);
        sink.close();
        assertThat(read(1)).isEmpty();
        selector.selectNow();
        assertThat(read(1)).isEqualTo("the end");
    }

    @Test
    void aClosedEndDoesNothing() throws IOException {
        source.close();
        sink.close();
        assertThatThrownBy(() -> read(1)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> sink.write(text("a"))).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> source.register(selector, 0)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aNewPipeBlocks() throws IOException {
        Pipe pipe = provider.openPipe();
        assertThat(closing(pipe.source()).isBlocking()).isTrue();
        assertThat(closing(pipe.sink()).isBlocking()).isTrue();
        assertThat(pipe.sink().write(text("there"))).isEqualTo(5);
        ByteBuffer into = ByteBuffer.allocate(10);
        assertThat(pipe.source().read(into)).as("does not wait for ten").isEqualTo(5);
        assertThat(pipe.source().provider()).isSameAs(selector.provider());
    }
}
