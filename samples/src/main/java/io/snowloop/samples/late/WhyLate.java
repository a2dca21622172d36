// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.late;

import static io.snowloop.server.Snow.blocking;
import static java.time.Duration.ofMillis;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.NamedTask;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.trace.DebugMode;
import io.snowloop.trace.DebugReport;
import io.snowloop.trace.LateReport;
import io.snowloop.trace.LoopTrace;
import io.snowloop.trace.TraceRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A periodic timer on the loop that serves a page. A view that blocks delays the timer, and a report names the view.
 */
public final class WhyLate {
    private static final Duration BEAT = ofMillis(20);
    private static final Duration LATE = ofMillis(50);

    /** The number of lines of a stack to print. */
    private static final int LINES = 5;

    public static void main(String[] args) throws Exception {
        Snow healthy = new Snow().get("/report", request -> Response.text("ready"));
        watch(healthy); // not shown: the first request loads classes, and is as slow as a view that blocks
        show("A healthy loop:", watch(healthy));
        show("With a view that blocks:", watch(new Snow().get("/report", WhyLate::render)));
        show("With that view in blocking(...):", watch(new Snow().get("/report", blocking(WhyLate::render))));
    }

    private static void show(String title, List<String> lines) {
        System.out.println(title);
        lines.forEach(line -> System.out.println("  " + line));
    }

    private static Response render(Request request) throws InterruptedException {
        Thread.sleep(150); // stands for a query, a large file, a computation
        return Response.text("rendered");
    }

    // region watch
    /** Fetches the page while the timer runs on the same loop; returns the reports of the loop. */
    private static List<String> watch(Snow app) throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        DebugMode debug = DebugMode.builder()
                .slowCallback(LATE)
                .listener(report -> {
                    if (report instanceof DebugReport.SlowCallback) {
                        report.toString().lines().limit(LINES).forEach(lines::add);
                    }
                })
                .build();
        EventLoopOptions options = EventLoopOptions.builder().observer(debug).build();
        try (EventLoop loop = EventLoop.open(options);
                Server server = Server.of(app).on(loop).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.on(loop)) {
            loop.scheduleAtFixedRate(BEAT, BEAT, new NamedTask("heartbeat", () -> {}));
            loop.runUntil(loop.sleep(BEAT.multipliedBy(3)));
            loop.runUntil(fetcher.fetch(Request.get(server.url("/report"))));
            loop.runUntil(loop.sleep(BEAT.multipliedBy(3)));
            lines.add(beats(LoopTrace.of(loop)));
            for (LateReport late : DebugMode.lateReports(loop, LATE)) {
                if (late.what().equals("timer heartbeat")) {
                    lines.add(late.toString());
                }
            }
        }
        return lines;
    }
    // endregion

    private static String beats(LoopTrace trace) {
        List<Long> late = trace.recording().records().stream()
                .filter(record ->
                        record.event() == LoopEvent.TIMER && record.owner().equals("heartbeat"))
                .map(TraceRecord::value)
                .sorted()
                .toList();
        return late.size() + " beats, the largest delay is " + late.get(late.size() - 1) / 1_000_000 + " ms";
    }
}
