// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.channel.Reactor;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's ciphers get arrays: with direct memory they take up to four times as long. */
class TlsBuffersTest {
    private final TlsBuffers buffers = new TlsBuffers(
            ByteBuffer.allocate(0), ByteBuffer.allocate(0), ByteBuffer.allocate(Reactor.READ_BUFFER_SIZE));

    private static ByteBuffer direct(int size) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(size);
        while (bytes.hasRemaining()) {
            bytes.put((byte) bytes.position());
        }
        return bytes.flip();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Reactor.READ_BUFFER_SIZE, Reactor.READ_BUFFER_SIZE + 1})
    void bytesInDirectMemoryAreCopied(int size) {
        ByteBuffer bytes = direct(size);
        ByteBuffer copy = buffers.onHeap(bytes);
        assertThat(copy.hasArray()).isTrue();
        assertThat(copy).isEqualTo(bytes.rewind());
    }

    @Test
    void nothingIsLeftOfThoseBefore() {
        buffers.onHeap(direct(1_000));
        assertThat(buffers.onHeap(direct(10)).remaining()).isEqualTo(10);
    }

    @Test
    void bytesOnTheHeapAreNotCopied() {
        ByteBuffer bytes = ByteBuffer.allocate(10);
        assertThat(buffers.onHeap(bytes)).isSameAs(bytes);
    }
}
