// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Context;
import io.snowloop.loop.Scheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Signals of the operating system, as callbacks of a loop: {@code add_signal_handler} of asyncio.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/SignalsPageTest.java#reload -->
 * <pre>{@code
 * Executor threads = BlockingThreads.pool("certificates", 1, 1);
 * Signals.on(
 *         loop,
 *         "SIGHUP",
 *         () -> loop.blocking(threads, identities::reload) // reads files, as no loop may
 *                 .onComplete((allRead, error) -> log.add("certificates were read: " + allRead)));
 * }</pre>
 *
 * <p>Without a callback, SIGHUP, SIGINT and SIGTERM make the JVM exit: it runs its shutdown hooks, and a server drains there
 * ({@code Server.run}). With a callback the JVM does not exit; the callback decides. So take SIGHUP for a reload, and leave
 * the other two to the hooks, unless your program ends in another way.
 *
 * <p>It needs the module {@code jdk.unsupported} of the JDK. A program on the class path has it; one of modules is started
 * with {@code --add-modules jdk.unsupported}. If SIGHUP, SIGINT or SIGTERM was ignored when the JVM was started, as SIGHUP is
 * below {@code nohup}, it stays ignored, and the log says so. The JVM handles the other signals all the same.
 */
public final class Signals {
    /** Those that a JVM of Linux or macOS leaves to programs. */
    private static final List<String> FREE = List.of("HUP", "INT", "TERM", "USR1", "WINCH", "CONT");

    /** Who gets which signal, and how to give it back. Guarded by the class. */
    private static final Map<String, Handled> HANDLED = new HashMap<>();

    private Signals() {}

    /** A signal that is handled, and by which receivers. */
    private record Handled(List<Receiver> receivers, Runnable restore) {}

    /**
     * Has a signal call back. Several callbacks may have the same signal: each is called. On the loop's thread, or on that of
     * its owner while it does not run.
     *
     * <p>Signals that come before the callback has been called are one, as they are for the operating system.
     *
     * @param loop that {@code action} is called on
     * @param signal one of SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGWINCH and SIGCONT
     * @param action called on the loop's thread, from its queue
     * @return ends it, from any thread, as the end of the loop does. After the last one of a signal, the JVM has its own
     *     handler again.
     * @throws IllegalArgumentException for other signals: the JVM uses them itself, or no program gets them
     * @throws UnsupportedOperationException if this JVM, or this system, does not give that signal to programs
     */
    public static Cancellable on(Scheduler loop, String signal, Runnable action) {
        requireNonNull(loop, "loop");
        requireNonNull(signal, "signal");
        requireNonNull(action, "action");
        String name = nameOf(signal);
        Receiver receiver = new Receiver(name, loop, Context.bound(action));
        receiver.atClose = loop.onClose(receiver::cancel);
        try {
            add(receiver);
        } catch (RuntimeException refused) {
            receiver.atClose.cancel();
            throw refused;
        }
        return receiver;
    }

    /** Without its SIG. */
    private static String nameOf(String signal) {
        String name = signal.startsWith("SIG") ? signal.substring(3) : "";
        if (!FREE.contains(name)) {
            throw new IllegalArgumentException("no callback can have " + signal + ": those of SIG"
                    + String.join(", SIG", FREE)
                    + " can. The JVM uses others itself (SIGQUIT for a dump of its threads, SIGUSR2 and"
                    + " SIGSEGV inside), and SIGKILL and SIGSTOP reach no program");
        }
        return name;
    }

    private static synchronized void add(Receiver receiver) {
        Handled handled = HANDLED.get(receiver.signal);
        if (handled == null) {
            Runnable restore = JvmSignals.load("sun.misc.Signal").handle(receiver.signal, Signals::received);
            handled = new Handled(new ArrayList<>(), restore);
            HANDLED.put(receiver.signal, handled);
        }
        handled.receivers.add(receiver);
    }

    private static synchronized boolean remove(Receiver receiver) {
        Handled handled = HANDLED.get(receiver.signal);
        if (handled == null || !handled.receivers.remove(receiver)) {
            return false;
        }
        if (handled.receivers.isEmpty()) {
            HANDLED.remove(receiver.signal);
            handled.restore.run();
        }
        return true;
    }

    /** On a thread of the JVM's. */
    static synchronized void received(String signal) {
        Handled handled = HANDLED.get(signal);
        if (handled != null) {
            handled.receivers.forEach(Receiver::received);
        }
    }

    /** A callback of a signal. Not a record: two that do the same are two. */
    private static final class Receiver implements Cancellable {
        private final String signal;
        private final Scheduler loop;
        private final Runnable action;

        /** Whether the loop has not called it since the last signal: so there is at most one task of it in the queue. */
        private final AtomicBoolean pending = new AtomicBoolean();

        private @Nullable Cancellable atClose;
        private volatile boolean ended;

        Receiver(String signal, Scheduler loop, Runnable action) {
            this.signal = signal;
            this.loop = loop;
            this.action = action;
        }

        void received() {
            if (pending.compareAndSet(false, true)) {
                try {
                    loop.execute(this::call);
                } catch (RejectedExecutionException e) {
                    // the loop is closed, just now
                }
            }
        }

        private void call() {
            pending.set(false); // before the action: else a signal that comes in the middle of it would be lost
            if (!ended) {
                action.run();
            }
        }

        @Override
        public boolean cancel() {
            ended = true;
            if (!remove(this)) {
                return false;
            }
            if (atClose != null) {
                atClose.cancel();
            }
            return true;
        }

        @Override
        public String toString() {
            return "SIG" + signal;
        }
    }
}
