// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.loop.ExceptionHandler;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An exception handler that keeps what it is told. */
public final class Reports implements ExceptionHandler {
    private final Queue<Report> reports = new ConcurrentLinkedQueue<>();

    /** What was thrown, and by whose callback. */
    public record Report(Throwable error, Object source) {}

    @Override
    public void caught(Throwable error, Object source) {
        reports.add(new Report(error, source));
    }

    /** All that was reported since the last call, in that order. */
    public List<Report> take() {
        List<Report> taken = List.copyOf(reports);
        reports.removeAll(taken);
        return taken;
    }

    /** The errors that were reported since the last call, in that order. */
    public List<Throwable> takeErrors() {
        return take().stream().map(Report::error).toList();
    }

    /** Fails if anything was reported that the test has not taken. */
    public void assertNone() {
        List<Report> unexpected = take();
        if (!unexpected.isEmpty()) {
            AssertionError failure = new AssertionError("reported, but not expected: " + unexpected);
            unexpected.forEach(report -> failure.addSuppressed(report.error()));
            throw failure;
        }
    }
}
