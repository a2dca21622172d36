// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Future;
import io.snowloop.http.LineReader;
import io.snowloop.loop.EventLoop;
import io.snowloop.testing.SignalHandlers;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals that the shell sends, to a JVM that runs {@link Program} and to this one. */
@DisplayName("A signal")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals but SIGINT and SIGTERM, and no kill")
class SignalsIT {
    private EventLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = EventLoop.open();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private <T extends @Nullable Object> T await(Callable<Future<T>> action) throws Exception {
        return loop.runUntil(loop.submit(action));
    }

    /** By the kill of the shell, which each system has. */
    private void send(String signal, long pid) throws Exception {
        Command kill = Command.of("sh", "-c", "kill -s \"$1\" \"$2\"", "kill", signal, Long.toString(pid));
        Command.Result sent = loop.runUntil(kill.run(loop));
        assertThat(sent.exit()).as(sent.errors().text()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGHUP", "SIGINT", "SIGTERM", "SIGUSR1"})
    void callsBackOnTheLoopAndEndsNothing(String signal) throws Exception {
        SignalHandlers.assumeNotIgnored(signal.substring(3));
        ChildProcess child = loop.runUntil(Program.command("signals", signal).start(loop));
        LineReader<String> lines = LineReader.of(child.output());
        assertThat(await(lines::next)).isEqualTo("ready");
        for (int count = 1; count <= 2; count++) {
            send(signal.substring(3), child.pid());
            assertThat(await(lines::next)).isEqualTo(signal + " " + count);
        }
        child.cancel();
        assertThat(await(child::exit)).isEqualTo(128 + 9);
    }

    @Test
    void thatIsIgnoredInTheProcessIsInTheLog() throws Exception {
        ChildProcess child = loop.runUntil(
                Program.commandThatIgnores("HUP", "signals", "SIGHUP").start(loop));
        LineReader<String> log = LineReader.of(child.errors());
        String line = "";
        while (!line.contains("SIGHUP")) { // the one before has the time
            line = Objects.requireNonNull(await(log::next));
        }
        assertThat(line).contains("SIGHUP is ignored in this process, as below nohup");
        child.cancel();
        await(child::exit);
    }

    /** The JVM leaves only SIGHUP, SIGINT and SIGTERM ignored. */
    @Test
    void thatIsIgnoredInTheProcessCallsBackIfTheJvmHandlesIt() throws Exception {
        ChildProcess child = loop.runUntil(
                Program.commandThatIgnores("USR1", "signals", "SIGUSR1").start(loop));
        LineReader<String> lines = LineReader.of(child.output());
        assertThat(await(lines::next)).isEqualTo("ready");
        send("USR1", child.pid());
        assertThat(await(lines::next)).isEqualTo("SIGUSR1 1");
        child.cancel();
        assertThat(await(() -> child.errors().collect(100_000)).text()).doesNotContain("SIGUSR1");
    }

    /** SIGWINCH does nothing to a JVM that does not handle it. */
    @Test
    void reachesAllThatHaveACallbackUntilTheLastOneIsCancelled() throws Exception {
        List<String> log = new ArrayList<>();
        Cancellable first = Signals.on(loop, "SIGWINCH", () -> log.add("first"));
        Cancellable second = Signals.on(loop, "SIGWINCH", () -> log.add("second"));
        send("WINCH", ProcessHandle.current().pid());
        loop.runWhile(() -> log.size() < 2);
        assertThat(log).containsExactly("first", "second");

        assertThat(first.cancel()).isTrue();
        assertThat(first.cancel()).isFalse();
        send("WINCH", ProcessHandle.current().pid());
        loop.runWhile(() -> log.size() < 3);
        assertThat(log).containsExactly("first", "second", "second");
        assertThat(second.cancel()).isTrue();
        assertThat(SignalHandlers.of("WINCH")).as("restored").isEqualTo("SIG_DFL");
    }

    @Test
    void isGivenBackWhenTheLoopIsClosed() throws Exception {
        String before = SignalHandlers.of("USR1");
        Cancellable callback = Signals.on(loop, "SIGUSR1", () -> {});
        assertThat(SignalHandlers.of("USR1")).isNotEqualTo(before);
        loop.close();
        assertThat(SignalHandlers.of("USR1")).isEqualTo(before);
        assertThat(callback.cancel()).isFalse();
    }

    /** As for the operating system: those that come before the callback has run are one. */
    @Test
    void isOneIfItComesSeveralTimesBeforeItsCallback() {
        try (TestLoop test = new TestLoop()) {
            List<String> log = new ArrayList<>();
            Signals.on(test.loop, "SIGUSR1", () -> log.add("called"));
            for (int i = 0; i < 1_000; i++) {
                Signals.received("USR1");
            }
            test.turnUntilIdle();
            assertThat(log).containsExactly("called");
            Signals.received("USR1");
            test.turnUntilIdle();
            assertThat(log).containsExactly("called", "called");
        }
    }

    @Test
    void thatWasCancelledCallsNothingAlthoughItHasCome() {
        try (TestLoop test = new TestLoop()) {
            List<String> log = new ArrayList<>();
            Cancellable callback = Signals.on(test.loop, "SIGUSR1", () -> log.add("called"));
            Signals.received("USR1");
            callback.cancel();
            test.turnUntilIdle();
            Signals.received("USR1");
            test.turnUntilIdle();
            assertThat(log).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGSEGV", "SIGQUIT", "SIGUSR2", "SIGKILL", "SIGNONSENSE", "HUP", ""})
    void thatTheJvmNeedsIsRefused(String signal) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signals.on(loop, signal, () -> {}))
                .withMessageStartingWith("no callback can have " + signal
                        + ": those of SIGHUP, SIGINT, SIGTERM, SIGUSR1," + " SIGWINCH, SIGCONT can.")
                .withMessageContaining("The JVM uses others itself");
    }

    @Test
    void needsAModuleOfTheJdk() {
        assertThatThrownBy(() -> JvmSignals.load("sun.misc.NoSuchSignal"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("--add-modules jdk.unsupported");
    }

    @Test
    void thatTheSystemDoesNotKnowIsUnsupported() {
        assertThatThrownBy(() -> JvmSignals.load("sun.misc.Signal").handle("NONSENSE", name -> {}))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("SIGNONSENSE cannot be handled here: Unknown signal: NONSENSE");
    }
}
