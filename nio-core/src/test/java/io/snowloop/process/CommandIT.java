// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.LineReader;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.sim.VirtualTicker;
import io.snowloop.testing.TestSelectorProvider;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, each a JVM that runs {@link Program}. */
@DisplayName("A command")
class CommandIT {
    private EventLoop loop;

    @TempDir
    private Path folder;

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

    private ChildProcess started(String... arguments) throws Exception {
        return loop.runUntil(Program.command(arguments).start(loop));
    }

    private String line(ChildProcess child) throws Exception {
        return await(() -> LineReader.of(child.output()).next());
    }

    // ----------------------------------------------------------------------------------------------------------- run

    @Test
    void hasItsExitCodeAndBothOutputs() throws Exception {
        Command.Result result = loop.runUntil(Program.command("both").run(loop));
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.output().text()).isEqualToNormalizingNewlines("out\n");
        assertThat(result.errors().text()).isEqualToNormalizingNewlines("err\n");
    }

    @Test
    void mayMergeThem() throws Exception {
        Command.Result result =
                loop.runUntil(Program.command("both").mergeErrors().run(loop));
        assertThat(result.output().text()).isEqualToNormalizingNewlines("out\nerr\n");
        assertThat(result.errors().length()).isZero();
    }

    @Test
    void maySendThemElsewhere() throws Exception {
        Path file = folder.resolve("out.txt");
        Command.Result result = loop.runUntil(Program.command("both")
                .output(Redirect.to(file.toFile()))
                .errors(Redirect.DISCARD)
                .run(loop));
        assertThat(result.output().length() + result.errors().length()).isZero();
        assertThat(Files.readString(file)).isEqualToNormalizingNewlines("out\n");
    }

    @Test
    void hasItsOwnFolderAndEnvironment() throws Exception {
        Command tell = Program.command("tell", "SNOW").in(folder);
        assertThat(loop.runUntil(tell.with("SNOW", "a = b").run(loop)).output().text())
                .isEqualToNormalizingNewlines("a = b\n" + folder.toRealPath() + "\n");
        assertThat(loop.runUntil(tell.with("SNOW", "fresh").without("SNOW").run(loop))
                        .output()
                        .text())
                .startsWith("null");
    }

    /** Neither pipe waits for the other: 1 MiB each, which no pipe holds. */
    @Test
    void readsBothOutputsAtTheSameTime() throws Exception {
        Command.Result result = loop.runUntil(Program.command("flood", "16").run(loop));
        assertThat(result.output().length()).isEqualTo(1024 * 1024);
        assertThat(result.errors().length()).isEqualTo(1024 * 1024);
    }

    @Test
    void readsWhileItWrites() throws Exception {
        Body megabytes = Body.of("0123456789abcdef".repeat(65_536 * 4));
        Command.Result result =
                loop.runUntil(Program.command("copy").input(megabytes).run(loop));
        assertThat(result.output()).isEqualTo(megabytes);
        assertThat(result.exit()).isZero();
    }

    @Test
    void mayEndBeforeItHasReadAllOfItsInput() throws Exception {
        Body megabytes = Body.of("*123456789abcdef".repeat(65_536 * 4));
        Command.Result result =
                loop.runUntil(Program.command("one").input(megabytes).run(loop));
        assertThat(result.exit()).isEqualTo('*');
    }

    @Test
    void isStoppedIfItsOutputIsTooLong() {
        Future<Command.Result> run =
                Program.command("flood", "1000000").limit(100_000).run(loop);
        assertThatThrownBy(() -> loop.runUntil(run))
                .hasRootCauseInstanceOf(IOException.class)
                .rootCause()
                .hasMessageMatching("the (error )?output of .*java.* has more than 100000 bytes: raise the limit"
                        + " \\(Command.limit\\), or read it piece by piece \\(Command.start\\)");
        assertNoChildren();
    }

    @Test
    void isStoppedByATimeOut() throws Exception {
        ChildProcess[] child = {null};
        Future<Integer> result = Program.command("wait").start(loop).flatMap(started -> {
            child[0] = started;
            return new Run(started, "wait", Body.EMPTY, 100).result(loop).map(Command.Result::exit);
        });
        loop.runWhile(() -> child[0] == null);
        assertThatThrownBy(() -> loop.runUntil(result.timeout(Duration.ofMillis(1))))
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(await(child[0]::exit)).isNotZero();
    }

    /** All of them have ended, or will: the loop turns until then. */
    private void assertNoChildren() {
        loop.runWhile(() -> {
            loop.execute(() -> {}); // so that it looks again
            return children().findAny().isPresent();
        });
        assertThat(children()).isEmpty();
    }

    /** Those that run in a JVM: other tests may have other ones. */
    private static Stream<ProcessHandle> children() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("java"));
    }

    // --------------------------------------------------------------------------------------------------------- start

    @Test
    void failsIfThereIsNoSuchProgram() {
        assertThatThrownBy(
                        () -> loop.runUntil(Command.of("no-such-program", "x").run(loop)))
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot run no-such-program: ")
                .hasMessageEndingWith("Give its path, or a name that is in the PATH of this process");
    }

    @Test
    void failsIfThereIsNoSuchFolder() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(
                        () -> loop.runUntil(Program.command("both").in(missing).run(loop)))
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(" in " + missing + ": there is no such folder");
    }

    @Test
    void failsIfThereIsNoThread() {
        Command command = Program.command("both").threads(PipeThreads.pool(1));
        assertThatThrownBy(() -> loop.runUntil(command.run(loop)))
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("all 1 threads for processes and their pipes are busy")
                .hasMessageContaining("Command.threads");
        assertNoChildren();
    }

    @Test
    void isAConversationIfThatIsWanted() throws Exception {
        ChildProcess child = started("copy");
        LineReader<String> lines = LineReader.of(child.output());
        for (String word : new String[] {"snow", "loop"}) {
            String answer = await(() ->
                    child.write(ByteBuffer.wrap((word + "\n").getBytes(UTF_8))).flatMap(written -> lines.next()));
            assertThat(answer).isEqualTo(word);
        }
        child.closeInput();
        assertThat(await(lines::next)).isNull();
        assertThat(await(child::exit)).isZero();
        assertThat(child).asString().endsWith(" (pid " + child.pid() + ")");
    }

    @Test
    void canStillBeReadWhenItHasEnded() throws Exception {
        ChildProcess child = started("both");
        assertThat(await(child::exit)).isEqualTo(3);
        assertThat(line(child)).isEqualTo("out");
    }

    // ----------------------------------------------------------------------------------------------------------- end

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void isAskedToEnd() throws Exception {
        ChildProcess child = started("wait");
        assertThat(line(child)).isEqualTo("ready");
        assertThat(await(child::stop)).isEqualTo(128 + 15);
        assertThat(await(child::stop)).as("again").isEqualTo(128 + 15);
        assertThat(child.cancel()).isFalse();
        assertThat(loop.pendingTimers()).isZero();
    }

    /** The grace is five seconds of the loop's clock, which is a virtual one here. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void isKilledIfItDoesNotEndInTime() throws Exception {
        VirtualTicker ticker = new VirtualTicker();
        try (EventLoop virtual = EventLoop.open(EventLoopOptions.builder()
                .ticker(ticker)
                .provider(TestSelectorProvider.virtual(ticker))
                .build())) {
            ChildProcess child = virtual.runUntil(Program.command("stubborn").start(virtual));
            Future<String> ready =
                    virtual.submit(() -> LineReader.of(child.output()).next());
            assertThat(virtual.runUntil(ready)).isEqualTo("ready");
            assertThat(virtual.runUntil(virtual.submit(child::stop))).isEqualTo(128 + 9);
            assertThat(ticker.elapsed()).isEqualTo(Command.GRACE);
        }
    }

    @Test
    void endsItsDescendants() throws Exception {
        ChildProcess child = started("parent", "wait");
        ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(line(child))).orElseThrow();
        child.cancel();
        await(child::exit);
        grandchild.onExit().get();
        assertThat(grandchild.isAlive()).isFalse();
    }

    @Test
    void isKilledWhenItsLoopIsClosed() throws Exception {
        ChildProcess child = started("stubborn");
        assertThat(line(child)).isEqualTo("ready");
        loop.close();
        child.handle().onExit().get(); // the time-out of all tests ends this if it lives on
        assertThat(child.handle().isAlive()).isFalse();
    }

    /** Another thread starts it while the loop is closed: in each order nothing stays behind. */
    @Test
    void isKilledIfItsLoopWasClosedMeanwhile() {
        Runnable[] thread = {null};
        Future<ChildProcess> started =
                Program.command("stubborn").threads(task -> thread[0] = task).start(loop);
        loop.close();
        thread[0].run();
        assertThat(started.isDone()).isFalse();
        Threads.await(() -> children().findAny().isEmpty());
    }

    @Test
    void isKilledIfItsStartWasCancelledMeanwhile() throws Exception {
        Runnable[] thread = {null};
        Future<ChildProcess> started =
                Program.command("stubborn").threads(task -> thread[0] = task).start(loop);
        Runnable start = thread[0];
        started.cancel();
        start.run();
        loop.runNow();
        assertThat(children()).as("it was not even started").isEmpty();
        assertThatThrownBy(() -> loop.runUntil(started)).isInstanceOf(CancellationException.class);

        Future<ChildProcess> late =
                Program.command("stubborn").threads(task -> thread[0] = task).start(loop);
        thread[0].run();
        Optional<ProcessHandle> child = children().findAny();
        late.cancel();
        loop.runNow();
        thread[0].run();
        assertThat(child.orElseThrow().onExit().get().isAlive()).isFalse();
    }
}
