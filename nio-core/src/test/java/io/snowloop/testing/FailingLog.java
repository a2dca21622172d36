// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Has each record of a class fail, as with a full disk, and keeps what the default handler of uncaught exceptions gets. */
public final class FailingLog implements AutoCloseable {
    private final Logger logger;
    private final IllegalStateException error = new IllegalStateException("disk full");
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private final Thread.@Nullable UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private volatile @Nullable Error inHandler;

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            throw error;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Begins. */
    public FailingLog(Class<?> source) {
        logger = Logger.getLogger(source.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            uncaught.add(thrown);
            if (inHandler != null) {
                throw inHandler;
            }
        });
    }

    /** What the logger throws. */
    public IllegalStateException error() {
        return error;
    }

    /** What the handler of uncaught exceptions got. */
    public List<Throwable> uncaught() {
        return uncaught;
    }

    /** Has the handler of uncaught exceptions throw too. */
    public void uncaughtThrows(Error thrown) {
        inHandler = thrown;
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }
}
