// SPDX-License-Identifier: Apache-2.0
package io.snowloop.logging;

import java.time.ZoneId;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link System.Logger} that is looked up at the first record, and never throws. Any thread may use it.
 *
 * <p>The first look-up in a JVM loads all of its logging, and a program that starts without trouble logs nothing.
 *
 * <p>A logger can fail: its disk is full, or it can't be loaded because no file descriptor is left. That must end neither the
 * loop whose trouble was to be logged nor what it does next. So a record that can't be logged goes to the thread's handler of
 * uncaught exceptions, which by default prints it.
 */
public final class LazyLogger implements System.Logger {
    private final String name;
    private volatile System.@Nullable Logger logger;

    /** The logger with the name of this class. */
    public LazyLogger(Class<?> named) {
        name = named.getName();
    }

    @Override
    public String getName() {
        return name;
    }

    /** True also where the logger failed to say: then the record is not lost, whatever becomes of it. */
    @Override
    public boolean isLoggable(Level level) {
        try {
            return logger().isLoggable(level);
        } catch (Throwable inLogger) {
            return true;
        }
    }

    @Override
    public void log(Level level, Supplier<String> message) {
        if (isLoggable(level)) {
            log(level, text(message));
        }
    }

    @Override
    public void log(Level level, Supplier<String> message, @Nullable Throwable thrown) {
        if (isLoggable(level)) {
            log(level, text(message), thrown);
        }
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        try {
            logger().log(level, bundle, message, thrown);
        } catch (Throwable inLogger) {
            lastResort(message, thrown, inLogger);
        }
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... params) {
        try {
            logger().log(level, bundle, format, params);
        } catch (Throwable inLogger) {
            lastResort(format, null, inLogger);
        }
    }

    /**
     * Loads what the first record needs from files: the logging, its settings and the time zone. For a thread that may take its
     * time, before the process has no file descriptor left; a class whose initialisation failed then would stay failed.
     */
    public void load() {
        isLoggable(Level.ERROR);
        Objects.requireNonNull(ZoneId.systemDefault().getRules());
    }

    /** Two threads that ask at the same time may get two loggers of the same name, which does no harm. */
    private System.Logger logger() {
        System.Logger found = logger;
        if (found == null) {
            found = System.getLogger(name);
            logger = found;
        }
        return found;
    }

    /** The message, which says {@code toString()} to objects of the user's. */
    private static String text(Supplier<String> message) {
        try {
            return message.get();
        } catch (Throwable inMessage) {
            return "(no message: to make it threw " + inMessage.getClass().getName() + ")";
        }
    }

    private static void lastResort(@Nullable String message, @Nullable Throwable thrown, Throwable inLogger) {
        try {
            IllegalStateException lost =
                    new IllegalStateException("the logger failed; not logged: " + message, inLogger);
            if (thrown != null) {
                lost.addSuppressed(thrown);
            }
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, lost);
        } catch (Throwable inHandler) {
            // as the JVM does when this handler throws: there is no further place to report it
        }
    }
}
