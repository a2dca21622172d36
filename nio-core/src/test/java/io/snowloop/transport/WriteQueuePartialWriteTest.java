// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A channel that takes a few bytes at a time gets all of them, each once and in order. */
class WriteQueuePartialWriteTest {
    private final WriteQueue queue = new WriteQueue(WaterMarks.DEFAULT);
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private final WritableByteChannel channel = new WritableByteChannel() {
        private boolean full;

        @Override
        public int write(ByteBuffer bytes) {
            full = !full; // takes 3 bytes, then none, then 3 again
            int count = full ? Math.min(3, bytes.remaining()) : 0;
            for (int i = 0; i < count; i++) {
                sent.write(bytes.get());
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    };

    @Test
    void severalFlushesSendWhatOneWriteCouldNot() throws IOException {
        queue.write(ByteBuffer.wrap("snow falls on snow".getBytes(StandardCharsets.US_ASCII)), channel);
        queue.write(ByteBuffer.wrap(" all night".getBytes(StandardCharsets.US_ASCII)), channel);
        while (!queue.isEmpty()) {
            queue.flush(channel);
        }

        assertThat(sent).hasToString("snow falls on snow all night");
    }
}
