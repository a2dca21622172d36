// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class or a package logs, kept for the test and kept out of the console. */
public final class CapturedLog implements AutoCloseable {
    private final Logger logger;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>(); // any thread logs
    private final Handler handler = new Handler() {
        @Override
        public synchronized void publish(LogRecord record) {
            record.getSourceClassName(); // inferred from the stack, which is the logging call's now
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Begins. */
    public CapturedLog(Class<?> source) {
        this(source.getName());
    }

    /** Begins, with all loggers whose name begins with this one's. */
    public CapturedLog(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    /** The records so far. */
    public List<LogRecord> records() {
        synchronized (handler) { // as publish() is
            return List.copyOf(records);
        }
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }
}
