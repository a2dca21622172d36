// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcceptFailuresTest {
    private final TestLoop test = new TestLoop();
    private final CapturedLog log = new CapturedLog(Acceptor.class);
    private final IOException error = new IOException("Too many open files");
    private int attempts;
    private final AcceptFailures failures =
            new AcceptFailures(test.loop.reactor(), new InetSocketAddress("127.0.0.1", 80), () -> attempts++);

    @AfterEach
    void close() {
        failures.cancel();
        log.close();
        test.close();
    }

    @Test
    void aSpellIsOneRecordWhenItBeginsAndOneWhenItIsOver() {
        fail(835);
        assertThat(log.records()).singleElement().satisfies(record -> {
            assertThat(record.getMessage()).contains("cannot accept on /127.0.0.1:80", "every 200 ms", "ulimit -n");
            assertThat(record.getThrown()).isSameAs(error);
        });

        test.turnUntil(() -> log.records().size() == 2);

        assertThat(log.records().get(1).getMessage())
                .isEqualTo("accepting on /127.0.0.1:80 again: 835 attempts failed within 166800 ms");
        assertThat(test.loop.pendingTimers()).isZero();
    }

    /** One that a parent has bound, and hands over. */
    @Test
    void aSocketThatDoesNotListenIsNamed() {
        failures.failed(new IOException("Invalid argument"));
        assertThat(log.records())
                .singleElement()
                .satisfies(record -> assertThat(record.getMessage())
                        .endsWith("(the socket does not listen: who has bound it must call listen, too)"));
    }

    @Test
    void theReserveIsReleasedForTheRecordAndTakenAgainAfterThePause() {
        assertThat(test.provider.openSockets()).isOne();

        fail(1);
        assertThat(test.provider.openSockets()).isZero();

        endPause();
        assertThat(test.provider.openSockets()).isOne();
        failures.cancel();
        assertThat(test.provider.openSockets()).isZero();
    }

    @Test
    void thereIsAPauseAfterEachFailure() {
        assertThat(failures.isPausing()).isFalse();
        fail(3);
        assertThat(failures.isPausing()).isTrue();
        assertThat(attempts).isEqualTo(2);

        endPause();

        assertThat(attempts).isEqualTo(3);
        assertThat(test.ticker.elapsed()).isEqualTo(AcceptFailures.PAUSE.multipliedBy(3));
    }

    @Test
    void theNextSpellIsSaidAgain() {
        fail(2);
        test.turnUntil(() -> log.records().size() == 2);

        fail(1);
        test.turnUntil(() -> log.records().size() == 4);

        assertThat(log.records().get(3).getMessage()).contains("1 attempts failed within 0 ms");
    }

    @Test
    void aSocketThatIsClosedInASpellSaysNoMore() {
        fail(3);

        failures.cancel();
        test.turnUntilIdle();

        assertThat(test.loop.pendingTimers()).isZero();
        assertThat(attempts).as("but those before").isEqualTo(2);
        assertThat(log.records()).hasSize(1);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            if (i > 0) {
                endPause();
            }
            failures.failed(error);
        }
    }

    private void endPause() {
        test.turnUntil(() -> !failures.isPausing());
    }
}
