// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.loop.EventLoop;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.Threads;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The warning of a fetcher that is garbage and was not closed. The time-out of the tests ends a wait for the collector. */
class UnclosedFetcherTest {
    private final CapturedLog log = new CapturedLog(Fetcher.class);

    @AfterEach
    void close() {
        log.close();
    }

    /** Makes a fetcher that nothing refers to, and returns its loop. */
    private static EventLoop lose(Supplier<Fetcher> made) {
        return (EventLoop) made.get().loop();
    }

    private List<LogRecord> warnings(Object loop) {
        return log.records().stream()
                .filter(record -> record.getMessage().contains("loop " + loop + ","))
                .toList();
    }

    private LogRecord warning(Object loop) {
        Threads.await(() -> {
            System.gc();
            return !warnings(loop).isEmpty();
        });
        assertThat(warnings(loop)).hasSize(1);
        return warnings(loop).get(0);
    }

    @Test
    void aFetcherThatIsNotClosedIsWarnedOfByTheNameOfItsLoop() {
        EventLoop loop = lose(Fetcher::create);

        LogRecord warning = warning(loop);
        assertThat(warning.getLevel()).isEqualTo(Level.WARNING);
        assertThat(warning.getMessage())
                .startsWith("a Fetcher was not closed")
                .contains("try (Fetcher fetcher", "-Dsnowloop.debug");
        assertThat(warning.getThrown()).isNull();
        assertThat(loop.isClosed()).as("only told of").isFalse();
        loop.close();
    }

    @Test
    void theThreadOfAFetcherKeepsItNot() throws Exception {
        EventLoop loop = lose(Fetcher::start);

        assertThat(warning(loop).getMessage()).contains("was not closed");
        loop.stop();
        Threads.await(loop::isClosed);
    }

    @Test
    @SuppressWarnings("ReachabilityFenceUsage") // if it fails before, that does not matter
    void aFetcherThatSharesTheLoopKeepsIt() {
        Fetcher shared = Fetcher.create();
        WeakReference<Fetcher> first = new WeakReference<>(shared);
        shared = shared.with(contentDecoding());
        Threads.await(() -> {
            System.gc();
            return first.refersTo(null);
        });
        EventLoop lost = lose(Fetcher::create);
        EventLoop closed = lose(() -> {
            Fetcher fetcher = Fetcher.create();
            fetcher.close();
            fetcher.close();
            return fetcher;
        });

        warning(lost); // the collector has seen those before
        assertThat(warnings(shared.loop())).isEmpty();
        assertThat(warnings(closed)).isEmpty();
        assertThat(closed.isClosed()).isTrue();
        shared.close();
        Reference.reachabilityFence(shared);
        lost.close();
    }

    /** As with {@code -Dsnowloop.debug}, which is read once in a JVM. */
    @Test
    void inDebugModeItSaysWhereItWasMade() {
        makeAndForget();

        assertThat(warning("made here").getThrown()).hasMessage("the fetcher was made here");
        assertThat(List.of(warning("made here").getThrown().getStackTrace()))
                .extracting(StackTraceElement::getMethodName)
                .contains("makeAndForget");
        assertThat(warning("made here").getMessage()).doesNotContain("-Dsnowloop.debug");
    }

    private static void makeAndForget() {
        assertThat(new OwnLoop("made here", () -> {}, true)).isNotNull();
    }

    @Test
    void aCloseThatFailedHasClosedNothing() {
        loseOneThatCannotBeClosed();

        assertThat(warning("busy").getMessage()).contains("was not closed");
    }

    private static void loseOneThatCannotBeClosed() {
        OwnLoop loop = new OwnLoop(
                "busy",
                () -> {
                    throw new IllegalStateException("it runs");
                },
                false);
        assertThatIllegalStateException().isThrownBy(loop::close).withMessage("it runs");
    }
}
