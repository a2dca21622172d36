// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteQueueTest {
    private final WriteQueue queue = new WriteQueue(new WaterMarks(100, 40));
    private final Channel channel = new Channel();

    @Test
    void keepsNothingThatTheChannelTakes() throws IOException {
        channel.room = 1_000;

        queue.write(ByteBuffer.allocate(1_000), channel);

        assertThat(queue.isEmpty()).isTrue();
        assertThat(channel.taken.size()).isEqualTo(1_000);
    }

    @Test
    void writesNothingPastWhatIsKept() throws IOException {
        queue.write(ByteBuffer.wrap(new byte[] {1, 2}), channel);
        channel.room = 10;

        queue.write(ByteBuffer.wrap(new byte[] {3}), channel);
        assertThat(channel.taken.size()).isZero();
        queue.flush(channel);

        assertThat(channel.taken.toByteArray()).containsExactly(1, 2, 3);
    }

    @Test
    void givesTheChannelLargeBuffersInParts() throws IOException {
        channel.room = 1_000_000;

        queue.write(ByteBuffer.allocate(1_000_000), channel);

        assertThat(channel.taken.size()).isEqualTo(1_000_000);
        assertThat(channel.largest).isEqualTo(128 * 1024);
    }

    @Test
    void tellsOfEachCrossingOnce() throws IOException {
        queue.write(ByteBuffer.allocate(100), channel);
        assertThat(queue.crossedMark()).as("at the high mark is not above it").isFalse();
        queue.write(ByteBuffer.allocate(1), channel);
        assertThat(queue.isWritable()).isTrue();
        assertThat(queue.crossedMark()).isTrue();
        assertThat(queue.isWritable()).isFalse();
        assertThat(queue.crossedMark()).isFalse();

        channel.room = 60;
        queue.flush(channel);
        assertThat(queue.size()).isEqualTo(41);
        assertThat(queue.crossedMark()).as("one above the low mark").isFalse();
        channel.room = 1;
        queue.flush(channel);
        assertThat(queue.crossedMark()).as("at the low mark").isTrue();
        assertThat(queue.isWritable()).isTrue();
        assertThat(queue.crossedMark()).isFalse();
    }

    @Test
    void leavesTheLimitOfABufferWhereItWasThoughTheChannelFails() {
        ByteBuffer buffer = ByteBuffer.allocate(1_000_000);
        channel.error = new IOException("broken");

        assertThatThrownBy(() -> queue.write(buffer, channel)).isSameAs(channel.error);

        assertThat(buffer.limit()).isEqualTo(1_000_000);
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void deliversAllBytesInOrderHoweverFewTheChannelTakes(long seed) throws IOException {
        Random random = new Random(seed);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (int step = 0; step < 300; step++) {
            channel.room = random.nextInt(400);
            if (random.nextBoolean()) {
                byte[] bytes = new byte[random.nextInt(500)];
                random.nextBytes(bytes);
                written.writeBytes(bytes);
                queue.write(ByteBuffer.wrap(bytes), channel);
            } else {
                queue.flush(channel);
            }
            assertThat(queue.size())
                    .as("bytes kept, seed %d, step %d", seed, step)
                    .isEqualTo(written.size() - channel.taken.size());
        }
        channel.room = Integer.MAX_VALUE;
        queue.flush(channel);

        assertThat(channel.taken.toByteArray()).as("seed %d", seed).isEqualTo(written.toByteArray());
    }

    @Test
    void severalBuffersLeaveInOneCall() throws IOException {
        channel.room = 100;

        int taken = queue.write(
                new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3})}, channel);

        assertThat(taken).isEqualTo(3);
        assertThat(channel.calls).isOne();
        assertThat(channel.taken.toByteArray()).containsExactly(1, 2, 3);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void moreThanTheLargestSizeLeavesInGroups() throws IOException {
        channel.room = 1_000_000;
        ByteBuffer[] most = {ByteBuffer.allocate(128 * 1024), ByteBuffer.allocate(128 * 1024)};
        queue.write(most, channel);
        assertThat(channel.calls).isOne();

        ByteBuffer[] more = {ByteBuffer.allocate(1), ByteBuffer.allocate(128 * 1024), ByteBuffer.allocate(128 * 1024)};
        assertThat(queue.write(more, channel)).isEqualTo(2 * 128 * 1024 + 1);
        assertThat(channel.calls).as("two buffers in one, and the last").isEqualTo(1 + 2);
    }

    /** A call for each buffer would make a TCP segment of each head. */
    @Test
    void noHeadOfManyAnswersLeavesAlone() throws IOException {
        channel.room = 10_000_000;
        ByteBuffer[] answers = new ByteBuffer[128];
        for (int i = 0; i < answers.length; i += 2) {
            answers[i] = ByteBuffer.allocate(60);
            answers[i + 1] = ByteBuffer.allocate(16 * 1024);
        }

        assertThat(queue.write(answers, channel)).isEqualTo(64 * (60 + 16 * 1024));
        assertThat(channel.calls)
                .as("of 256 KiB at most: 15 answers and a head")
                .isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void groupsArriveInOrderHoweverFewTheChannelTakes(long seed) throws IOException {
        Random random = new Random(seed);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (int step = 0; step < 5; step++) {
            channel.room = random.nextInt(1_000_000);
            ByteBuffer[] buffers = new ByteBuffer[random.nextInt(10)];
            for (int i = 0; i < buffers.length; i++) {
                byte[] bytes = new byte[random.nextBoolean() ? random.nextInt(100) : random.nextInt(200_000)];
                random.nextBytes(bytes);
                written.writeBytes(bytes);
                buffers[i] = ByteBuffer.wrap(bytes);
            }
            int before = channel.taken.size();
            int flushed = queue.flush(channel);
            int taken = flushed + queue.write(buffers, channel);
            assertThat(taken).as("seed %d, step %d", seed, step).isEqualTo(channel.taken.size() - before);
            assertThat(buffers).noneMatch(ByteBuffer::hasRemaining);
        }
        channel.room = Integer.MAX_VALUE;
        queue.flush(channel);

        assertThat(channel.taken.toByteArray()).as("seed %d", seed).isEqualTo(written.toByteArray());
    }

    @Test
    void aFileThatIsTakenWholeLeavesRoom(@TempDir Path directory) throws IOException {
        channel.room = 1_000_000;
        try (FileChannel file = FileChannel.open(Files.write(directory.resolve("file"), new byte[10]))) {
            assertThat(queue.transfer(file, 0, 10, channel)).isEqualTo(10);
        }

        assertThat(queue.isWritable()).isTrue();
        assertThat(queue.awaitsRoom()).isFalse();
        assertThat(queue.crossedMark()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void ofSeveralBuffersIsKeptWhatTheChannelDoesNotTake(int room) throws IOException {
        channel.room = room;
        ByteBuffer[] buffers = {
            ByteBuffer.wrap(new byte[] {1, 2, 3}), ByteBuffer.wrap(new byte[] {4}), ByteBuffer.wrap(new byte[] {5, 6})
        };

        assertThat(queue.write(buffers, channel)).isEqualTo(room);

        assertThat(buffers).noneMatch(ByteBuffer::hasRemaining);
        assertThat(queue.size()).isEqualTo(6 - room);
        channel.room = 100;
        assertThat(queue.flush(channel)).isEqualTo(6 - room);
        assertThat(channel.taken.toByteArray()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void twoBuffersGoBehindWhatIsKept() throws IOException {
        queue.write(ByteBuffer.wrap(new byte[] {1}), channel);
        channel.room = 100;

        queue.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {2}), ByteBuffer.wrap(new byte[] {3})}, channel);
        queue.flush(channel);

        assertThat(channel.taken.toByteArray()).containsExactly(1, 2, 3);
    }

    @Test
    void aLargeSecondBufferIsGivenInParts() throws IOException {
        channel.room = 1_000_000;

        queue.write(new ByteBuffer[] {ByteBuffer.allocate(10), ByteBuffer.allocate(500_000)}, channel);

        assertThat(channel.taken.size()).isEqualTo(500_010);
        assertThat(channel.largest).isEqualTo(128 * 1024);
    }

    /** A channel that has room for so many bytes and no more. */
    private static final class Channel implements GatheringByteChannel {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int room;
        private int largest;
        private int calls;
        private IOException error;

        @Override
        public int write(ByteBuffer source) throws IOException {
            calls++;
            return take(source);
        }

        @Override
        public long write(ByteBuffer[] sources) throws IOException {
            return write(sources, 0, sources.length);
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
            calls++;
            long taken = 0;
            for (int i = offset; i < offset + length; i++) {
                taken += take(sources[i]);
            }
            return taken;
        }

        private int take(ByteBuffer source) throws IOException {
            if (error != null) {
                throw error;
            }
            largest = Math.max(largest, source.remaining());
            byte[] bytes = new byte[Math.min(room, source.remaining())];
            source.get(bytes);
            taken.writeBytes(bytes);
            room -= bytes.length;
            return bytes.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
