// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.late;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.NamedTask;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.trace.Cause;
import io.snowloop.trace.DebugMode;
import io.snowloop.trace.DebugReport;
import io.snowloop.trace.LateReport;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The phases on sockets of the kernel, by the machine's clock, in debug mode. */
final class RealRun {
    /** The delay of a heartbeat, and the duration of a callback, from which on it is reported. */
    private static final Duration LATE = Duration.ofMillis(50);

    /** The number of lines of a stack to print. */
    private static final int LINES = 5;

    private final List<String> reports = new CopyOnWriteArrayList<>(); // the watchdog's thread reports, too

    private RealRun() {}

    /** Runs the phase. */
    static Measured of(Phase phase) throws Exception {
        return new RealRun().watch(phase.app(RealRun::report, task -> new Thread(task, "report").start()));
    }

    private static Response report(Request request) throws InterruptedException {
        Thread.sleep(Phase.WORK.toMillis());
        return Response.text("rendered");
    }

    private Measured watch(Snow app) throws Exception {
        DebugMode debug =
                DebugMode.builder().slowCallback(LATE).listener(this::keep).build();
        EventLoopOptions options = EventLoopOptions.builder().observer(debug).build();
        try (EventLoop loop = EventLoop.open(options);
                Server server = Server.of(app).on(loop).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.on(loop)) {
            loop.scheduleAtFixedRate(Phase.BEAT, Phase.BEAT, new NamedTask("heartbeat", () -> {}));
            loop.runUntil(loop.sleep(Phase.BEAT.multipliedBy(3)));
            loop.runUntil(fetcher.fetch(Request.get(server.url("/report"))));
            loop.runUntil(loop.sleep(Phase.BEAT.multipliedBy(3)));
            return measured(loop);
        }
    }

    private void keep(DebugReport report) {
        if (report instanceof DebugReport.SlowCallback) {
            report.toString().lines().limit(LINES).forEach(reports::add);
        }
    }

    private Measured measured(EventLoop loop) {
        List<LateReport> beats = DebugMode.lateReports(loop, Duration.ZERO).stream()
                .filter(report -> report.what().equals("timer heartbeat"))
                .toList();
        LateReport latest =
                beats.stream().max(Comparator.comparingLong(LateReport::late)).orElseThrow();
        if (latest.late() >= LATE.toNanos()) {
            reports.add(latest.toString());
        }
        long inHandler = latest.causes().stream()
                .filter(cause -> cause.name().equals("handler GET /report"))
                .mapToLong(Cause::nanos)
                .sum();
        return new Measured(
                beats.size(), Duration.ofNanos(latest.late()), Duration.ofNanos(inHandler), List.copyOf(reports));
    }
}
