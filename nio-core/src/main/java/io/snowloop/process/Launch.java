// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The start of a program, on a thread that may block, and its way to the loop. If that is closed meanwhile, or the future was
 * cancelled, no program stays behind.
 */
record Launch(
        String program,
        ProcessBuilder builder,
        Scheduler loop,
        Executor threads,
        Duration grace,
        Promise<ChildProcess> started)
        implements Runnable {
    static Future<ChildProcess> start(
            String program, ProcessBuilder builder, Scheduler loop, Executor threads, Duration grace) {
        Promise<ChildProcess> started = loop.newPromise();
        try {
            threads.execute(new Launch(program, builder, loop, threads, grace, started));
        } catch (Throwable e) { // refused, or an Error: the system has no more threads
            return Future.<ChildProcess>failed(new IOException("cannot run " + program + ": " + e.getMessage(), e))
                    .on(loop);
        }
        return started;
    }

    @Override
    public void run() {
        if (started.isDone()) { // cancelled
            return;
        }
        Process process = null;
        try {
            process = launched();
            Process launched = process;
            loop.execute(() -> take(launched));
        } catch (RejectedExecutionException e) { // the loop is closed: no one waits for this
            kill(process);
        } catch (Throwable e) { // an Error, too: the system may have no more threads
            kill(process);
            fail(e);
        }
    }

    private Process launched() throws IOException {
        File folder = builder.directory();
        if (folder != null
                && !folder.isDirectory()) { // for this and for a program that is missing the JDK has one message
            throw new IOException("cannot run " + program + " in " + folder + ": there is no such folder");
        }
        try {
            return builder.start();
        } catch (IOException e) {
            String hint = ". Give its path, or a name that is in the PATH of this process";
            throw new IOException("cannot run " + program + ": " + e.getMessage() + hint, e);
        }
    }

    private static void kill(@Nullable Process process) {
        if (process != null) {
            ChildProcess.kill(process);
        }
    }

    private void fail(Throwable why) {
        try {
            loop.execute(() -> started.fail(why));
        } catch (RejectedExecutionException e) {
            // the loop is closed: no one waits for this
        }
    }

    /** On the loop. */
    private void take(Process process) {
        try {
            ChildProcess child = ChildProcess.of(program, process, loop, threads, grace);
            if (!started.complete(child)) { // cancelled
                child.cancel();
            }
        } catch (Throwable e) { // such as: the loop is being closed, and this is one of its last tasks
            kill(process);
            started.fail(e);
        }
    }
}
