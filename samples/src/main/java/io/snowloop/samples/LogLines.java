// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import io.snowloop.http.syntax.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log format of the launcher: one line for each record, on standard error. */
final class LogLines extends Formatter {
    /** A strong reference: the JDK may collect an unreferenced logger, and its level is lost. */
    private static final Logger LIBRARIES = Logger.getLogger("io.snowloop");

    private static final Logger SERVERS = Logger.getLogger("io.snowloop.server");

    private final boolean stackTraces;

    private LogLines(boolean stackTraces) {
        this.stackTraces = stackTraces;
    }

    /** Shows also what servers say at INFO: where they listen, and the access log. */
    static void showServers() {
        if (!LIBRARIES.isLoggable(Level.FINE)) { // with --verbose all is shown
            SERVERS.setLevel(Level.INFO);
            for (Handler handler : Logger.getLogger("").getHandlers()) {
                handler.setLevel(Level.INFO);
            }
        }
    }

    /** Configures the JDK's logging: warnings and errors; with {@code verbose} all records, with stack traces. */
    static void install(boolean verbose) {
        LIBRARIES.setLevel(verbose ? Level.ALL : Level.WARNING);
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setLevel(verbose ? Level.ALL : Level.WARNING);
            handler.setFormatter(new LogLines(verbose));
        }
    }

    @Override
    public String format(LogRecord entry) {
        Throwable thrown = entry.getThrown();
        String level =
                entry.getLevel() == Level.INFO ? "" : entry.getLevel().getName().toLowerCase(Locale.ROOT) + ": ";
        String line = level + Printable.of(formatMessage(entry));
        if (thrown == null) {
            return line + System.lineSeparator();
        }
        return line
                + (stackTraces ? System.lineSeparator() + stackTrace(thrown) : ": " + Printable.of(thrown.toString()))
                + System.lineSeparator();
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
