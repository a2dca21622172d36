// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static io.snowloop.transport.TransportFixture.reset;
import static io.snowloop.transport.TransportFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestLoop;
import io.snowloop.transport.TransportFixture.Family;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A peer that sends an answer and is gone, while this side still writes (RFC 9112 §9.5). */
@ParameterizedClass(name = "{0}")
@EnumSource(Family.class)
class BrokenOutputTest {
    /** More than any socket takes at once. */
    private static final int LARGE = 10_000_000;

    @Parameter
    Family family;

    @TempDir
    Path directory;

    private final RecordingProtocol protocol = new RecordingProtocol();
    private TransportFixture fixture;
    private TestLoop test;

    @BeforeEach
    void open() {
        fixture = new TransportFixture(family, directory);
        test = fixture.test;
    }

    @AfterEach
    void close() {
        fixture.close();
        assertThat(protocol.violations).isEmpty();
    }

    private static ByteBuffer large() {
        return ByteBuffer.allocate(LARGE);
    }

    private void answerAndGo(SocketChannel peer) {
        send(peer, "answer");
        reset(peer);
    }

    /** What the protocol above must get: the answer, then one end, with its cause. */
    private void assertAnswered() {
        fixture.await(protocol, "closed");
        assertThat(protocol.text()).isEqualTo("answer");
        assertThat(protocol.calls).startsWith("connected").endsWith("closed").doesNotContain("ended");
        assertThat(protocol.cause).isInstanceOf(IOException.class);
        assertThat(test.loop.pendingTimers()).as("timers").isZero();
        assertThat(test.ticker.elapsed())
                .as("the end of the stream ends it, not the limit")
                .isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aFailedWriteLeavesWhatHasCome() {
        SocketChannel peer = fixture.connect(protocol);
        answerAndGo(peer);

        ByteBuffer bytes = large();
        protocol.outside(() -> protocol.transport.write(bytes));

        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(protocol.transport.isOpen()).isTrue();
        assertAnswered();
    }

    @Test
    void aFailedFlushLeavesWhatHasCome() {
        SocketChannel peer = fixture.connect(protocol);
        protocol.transport.write(large());
        answerAndGo(peer);

        assertAnswered();
    }

    @Test
    void aFailedShutdownLeavesWhatHasCome() {
        SocketChannel peer = fixture.connect(protocol);
        answerAndGo(peer);

        protocol.transport.shutdownOutput(); // fails with TCP; a Unix-domain socket may be shut down at any time
        test.turnUntil(() -> protocol.calls.size() > 1);

        assertThat(protocol.text()).isEqualTo("answer");
        assertThat(protocol.calls).containsExactly("connected", family == Family.TCP ? "closed" : "ended");
    }

    /** There is no room any more, so the source of a body stops; nothing that is written later is kept. */
    @Test
    void nothingIsWritableAfterAFailedWrite() {
        SocketChannel peer = fixture.connect(protocol);
        protocol.transport.write(large());
        reset(peer);
        protocol.transport.pauseReading();
        test.turnUntil(() -> protocol.transport.queued() == 0);

        assertThat(protocol.transport.isOpen()).isTrue();
        assertThat(protocol.transport.isWritable()).isFalse();
        protocol.write("late");
        assertThat(protocol.transport.queued()).isZero();
        test.turn();
        assertThat(test.ticker.elapsed()).as("the loop waits for the limit").isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aProtocolThatPausesIsWaitedFor() {
        SocketChannel peer = fixture.connect(protocol);
        answerAndGo(peer);
        protocol.transport.pauseReading();
        protocol.transport.write(large());
        test.turnUntilIdle();
        assertThat(protocol.received()).isZero();

        test.ticker.advance(Duration.ofSeconds(4));
        protocol.transport.resumeReading();
        assertAnswered();
    }

    /** As an echo does: it reads again when there is room to write, and that will never be. */
    @Test
    void aProtocolThatPausesForEverIsClosedAfterFiveSeconds() {
        SocketChannel peer = fixture.connect(protocol);
        answerAndGo(peer);
        protocol.transport.pauseReading();
        long before = test.ticker.nanoTime();
        protocol.transport.write(large());
        fixture.await(protocol, "closed");

        assertThat(Duration.ofNanos(test.ticker.nanoTime() - before)).isEqualTo(Duration.ofSeconds(5));
        assertThat(protocol.cause).isInstanceOf(IOException.class);
        assertThat(protocol.received()).isZero();
    }

    @Test
    void aProtocolThatClosesAfterAFailedWriteIsToldTheCause() {
        SocketChannel peer = fixture.connect(protocol);
        answerAndGo(peer);
        protocol.transport.write(large());
        protocol.transport.close();
        fixture.await(protocol, "closed");

        assertThat(protocol.cause).isInstanceOf(IOException.class);
        assertThat(protocol.received()).isZero();
    }
}
