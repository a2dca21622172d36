// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.InputStreamBody;
import io.snowloop.loop.Scheduler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs, as {@link Command#start} has started it: its pipes, its exit code, and how it is ended.
 *
 * <p>What the program writes is read when it is asked for. If nothing reads its {@link #output} or its {@link #errors}, the
 * pipe is full after 64 KiB (on Linux), and the program waits. So read both at the same time, or {@linkplain
 * Command#mergeErrors merge} them, or {@linkplain BodyStream#cancel cancel} the one that you do not need: the program then
 * gets SIGPIPE when it writes there.
 *
 * <p>To close the loop kills the program; the end of this process does not. {@link #stop} and {@link #cancel} end its
 * descendants, too: those that are there at that moment, and whose parents are.
 *
 * <p>All methods belong to the loop's thread, except {@link #cancel}, {@link #pid} and {@link #handle}.
 */
public final class ChildProcess implements Cancellable {
    private final String name;
    private final Process process;
    private final Scheduler loop;
    private final Executor threads;
    private final Duration grace;
    private final BodyStream output;
    private final BodyStream errors;
    private final PipeWriter input;
    private final Future<Integer> exit;
    private boolean stopping;

    private ChildProcess(String program, Process process, Scheduler loop, Executor threads, Duration grace) {
        this.name = program + " (pid " + process.pid() + ")";
        this.process = process;
        this.loop = loop;
        this.threads = threads;
        this.grace = grace;
        this.output = InputStreamBody.of(loop, threads, process.getInputStream());
        this.errors = InputStreamBody.of(loop, threads, process.getErrorStream());
        this.input = new PipeWriter(loop, threads, process.getOutputStream(), name);
        this.exit = Future.from(loop, process.onExit()).map(Process::exitValue);
    }

    /** A child of the loop from now on. If the loop is closed by now, the process is killed. */
    static ChildProcess of(String program, Process process, Scheduler loop, Executor threads, Duration grace) {
        ChildProcess child = new ChildProcess(program, process, loop, threads, grace);
        Cancellable atClose = loop.onClose(() -> kill(process));
        child.exit.onDone(atClose::cancel);
        return child;
    }

    /** {@return its number} Any thread. */
    public long pid() {
        return process.pid();
    }

    /** {@return what the JDK knows of it: its descendants, its times} These calls may block. Any thread. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** {@return its standard output, piece by piece; empty if that goes elsewhere} Nothing is read ahead. It can be read once. */
    public BodyStream output() {
        return output;
    }

    /** {@return its standard error, as {@link #output}} */
    public BodyStream errors() {
        return errors;
    }

    /**
     * Writes to its standard input. One write at a time: while the program does not read, the future is pending, so who waits for it
     * is as slow as the program.
     *
     * @param bytes all taken when this returns
     * @return completes when the pipe has all of them; fails with {@link InputClosedException}. To cancel it takes no byte back.
     * @throws IllegalStateException if the write before has not completed
     */
    public Future<@Nullable Void> write(ByteBuffer bytes) {
        return input.write(requireNonNull(bytes, "bytes"));
    }

    /**
     * Writes a whole body to its standard input, piece by piece, and closes that.
     * @param body belongs to this from now on
     * @return completes when the pipe has all of it; fails with {@link InputClosedException} if the program reads less, and
     *     as the body does. If the body fails, or no thread can write it, or this is cancelled, the program is {@linkplain
     *     #stop stopped}: to close its input would tell it that it has all.
     */
    public Future<@Nullable Void> send(Body body) {
        return InputSink.send(loop, input, requireNonNull(body, "body"), this::stop);
    }

    /** Closes its standard input, after the write that is not complete yet: the program reads the end of it. */
    public void closeInput() {
        input.close();
    }

    /**
     * {@return its exit code, when it has ended} By convention 0 says that all is well; after a signal it is 128 and the
     * signal's number. Output that is not read yet can still be read. To cancel the future ends nothing but the future.
     */
    public Future<Integer> exit() {
        return exit.shield();
    }

    /**
     * Asks it and its descendants to end (SIGTERM), and kills those that have not done so in time: {@link Command#grace}. On Windows
     * they are killed at once. A second call does nothing more.
     *
     * @return its exit code, as {@link #exit}
     */
    public Future<Integer> stop() {
        if (!stopping && !exit.isDone()) {
            stopping = true;
            List<ProcessHandle> descendants = new CopyOnWriteArrayList<>();
            endOnThread(false, descendants);
            Cancellable timer = loop.schedule(grace, () -> {
                cancel();
                descendants.forEach(each -> end(each, true)); // those that have lost their parent, too
            });
            exit.onDone(() -> {
                if (descendants.stream().noneMatch(ProcessHandle::isAlive)) {
                    timer.cancel();
                }
            });
        }
        return exit();
    }

    /**
     * Kills it (SIGKILL), and returns at once: see {@link #exit} for its end. Any thread.
     *
     * @return whether it was alive
     */
    @Override
    public boolean cancel() {
        boolean alive = process.isAlive();
        if (alive) {
            endOnThread(true, new ArrayList<>());
        }
        return alive;
    }

    /** To find the descendants is to read about all processes of the machine. */
    private void endOnThread(boolean kill, List<ProcessHandle> descendants) {
        try {
            threads.execute(() -> end(process, kill, descendants));
        } catch (RejectedExecutionException e) {
            end(process.toHandle(), kill);
        }
    }

    /** Blocks while it looks for the descendants. */
    static void kill(Process process) {
        end(process, true, new ArrayList<>());
    }

    /** @param descendants gets them, before the end of their parent, which they lose by that */
    private static void end(Process process, boolean kill, List<ProcessHandle> descendants) {
        descendants.addAll(process.descendants().toList());
        end(process.toHandle(), kill);
        descendants.forEach(each -> end(each, kill));
    }

    /** By the handle: {@link Process#destroy} would close the pipes, and lose what the program has written. */
    private static void end(ProcessHandle process, boolean kill) {
        if (kill) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
