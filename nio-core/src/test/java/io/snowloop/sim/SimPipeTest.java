// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a simulated pipe promises beyond the contract of {@code java.nio}. */
class SimPipeTest {
    private static final int CAPACITY = 64 * 1024;

    private final Simulation simulation = new Simulation(1);
    private final SimHost host = simulation.network().host("10.0.0.1");
    private final Pipe pipe = host.openPipe();

    @BeforeEach
    void doNotBlock() throws IOException {
        pipe.source().configureBlocking(false);
        pipe.sink().configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        pipe.source().close();
        pipe.sink().close();
        assertThat(simulation.leftovers()).isEmpty();
        simulation.close();
    }

    private int write(int bytes) throws IOException {
        return pipe.sink().write(ByteBuffer.allocate(bytes));
    }

    private int read(int most) throws IOException {
        return pipe.source().read(ByteBuffer.allocate(most));
    }

    /** PIPE_BUF of Linux. */
    @Test
    void aWriteOf4KibOrFewerBytesIsWholeAndALongerOneTakesWhatFits() throws IOException {
        assertThat(write(CAPACITY - 100)).isEqualTo(CAPACITY - 100);
        assertThat(write(101)).isZero();
        assertThat(write(4_096)).isZero();
        assertThat(write(4_097)).isEqualTo(100);
        assertThat(read(100)).isEqualTo(100);
        assertThat(write(100)).as("exactly the room that is left").isEqualTo(100);
    }

    @Test
    void itsEndsAreNamedWithTheBytesBetweenThem() throws IOException {
        write(3);
        assertThat(pipe.source()).hasToString("SourceChannel[the source of a pipe of 10.0.0.1 (3 bytes)]");
        assertThat(pipe.sink()).hasToString("SinkChannel[the sink of a pipe of 10.0.0.1 (3 bytes)]");
        assertThat(simulation.leftovers())
                .containsExactly(
                        new Leftover(Leftover.Kind.PIPE, "the source of a pipe of 10.0.0.1 (3 bytes)"),
                        new Leftover(Leftover.Kind.PIPE, "the sink of a pipe of 10.0.0.1 (3 bytes)"));
        pipe.source().close();
        assertThat(simulation.leftovers()).hasSize(1);
    }

    // --------------------------------------------------------------------------------------------------- progress

    private interface Operation {
        int run() throws IOException;
    }

    /** Selects more often than it may without progress, and has an operation between two selects. */
    private void selectBetween(int times, Operation operation) throws IOException {
        simulation.network().livelockAfter(2);
        try (Selector selector = host.openSelector()) {
            pipe.sink().register(selector, SelectionKey.OP_WRITE);
            for (int i = 0; i < times; i++) {
                selector.selectNow();
                operation.run();
            }
        }
    }

    @Test
    void aByteThatIsWrittenIsProgress() throws IOException {
        selectBetween(5, () -> write(1));
    }

    @Test
    void aByteThatIsReadIsProgress() throws IOException {
        write(10);
        selectBetween(5, () -> read(1));
    }

    @Test
    void aWriteForWhichThereIsNoRoomIsNone() throws IOException {
        write(CAPACITY);
        assertThatThrownBy(() -> selectBetween(5, () -> write(1))).isInstanceOf(LivelockError.class);
    }

    @Test
    void aReadOfNothingIsNone() {
        assertThatThrownBy(() -> selectBetween(5, () -> read(1))).isInstanceOf(LivelockError.class);
    }
}
