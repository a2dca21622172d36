// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Request;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.NamedTask;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.TestLoop;
import io.snowloop.trace.Cause.Kind;
import io.snowloop.trace.Pauses.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Random schedules: the causes of a delay add up to it, and each is what the test has recorded itself. */
class RandomSchedulesTest {
    /** The time that the test has spent in a callback of this name. */
    private record Spent(String name, long from, long to) {}

    private static final Pattern AMOUNT = Pattern.compile("(\\d+) (ms|µs|ns) ");

    private final TestLoop test = new TestLoop(builder -> builder.observer(LoopTrace.ofCapacity(1 << 14)));
    private final long start = test.ticker.nanoTime();
    private final List<Spent> spent = new ArrayList<>();
    private final List<Pause> collections = new ArrayList<>();
    private Random random;
    private int names;

    @Seeds(200)
    void causesAddUp(long seed) {
        random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            schedule(3);
        }
        while (test.ticker.nanoTime() - start < Duration.ofSeconds(1).toNanos() && names < 300) {
            schedule(2);
            test.turn();
        }
        for (long at = 0; at < Duration.ofSeconds(2).toNanos(); at += random.nextInt(100_000_000)) {
            collections.add(new Pause(start + at, start + at + random.nextInt(40_000_000)));
        }
        Pauses pauses = (from, to) ->
                collections.stream().filter(pause -> pause.isWithin(from, to)).toList();
        Recording recording = LoopTrace.of(test.loop).recording();

        List<LateReport> reports = LateReport.all(recording, Duration.ZERO, pauses, List.of());

        assertThat(reports).hasSizeGreaterThan(20);
        reports.forEach(RandomSchedulesTest::assertAddsUp);
        recording.records().stream()
                .filter(record -> record.event() == LoopEvent.TIMER || record.event() == LoopEvent.TASK)
                .forEach(record -> assertMatches(record, LateReport.of(recording, record, Pauses.NONE, List.of())));
    }

    private void schedule(int depth) {
        Runnable work = new NamedTask("t" + names++, () -> work(depth));
        switch (random.nextInt(3)) {
            case 0 -> test.loop.execute(work);
            case 1 -> test.loop.schedule(Duration.ofNanos(random.nextInt(30_000_000)), work);
            default -> test.loop.schedule(Duration.ZERO, work);
        }
    }

    private void work(int depth) {
        String name = "t" + names++;
        spend();
        if (random.nextInt(3) == 0) {
            Request request = Request.get("/" + name);
            test.loop.reactor().observe(LoopEvent.CALL, 0, request);
            long from = test.ticker.nanoTime();
            spend();
            spent.add(new Spent("handler GET /" + name, from, test.ticker.nanoTime()));
            test.loop.reactor().observe(LoopEvent.END, 0, request);
        }
        for (int i = random.nextInt(3); i > 0 && depth > 0; i--) {
            schedule(depth - 1);
        }
        spend();
    }

    private void spend() {
        long nanos = random.nextInt(4) == 0 ? random.nextInt(20_000_000) : random.nextInt(100_000);
        test.ticker.advance(Duration.ofNanos(nanos));
    }

    private static void assertAddsUp(LateReport report) {
        assertThat(report.causes().stream().mapToLong(Cause::nanos).sum()).isEqualTo(report.late());
        assertThat(report.causes())
                .allSatisfy(cause -> assertThat(cause.nanos()).isPositive());
        Matcher amounts = AMOUNT.matcher(report.toString());
        assertThat(amounts.find()).isTrue();
        long total = Long.parseLong(amounts.group(1));
        String unit = amounts.group(2);
        long sum = 0;
        while (amounts.find()) {
            assertThat(amounts.group(2)).isEqualTo(unit);
            sum += Long.parseLong(amounts.group(1));
        }
        assertThat(sum).as("%s", report).isEqualTo(total);
    }

    /** Each cause with a name has the time that the test has spent in callbacks of that name. */
    private void assertMatches(TraceRecord record, LateReport report) {
        long to = record.time();
        long from = to - report.late();
        report.causes().stream()
                .filter(cause -> cause.kind() == Kind.CALL && !cause.name().isEmpty())
                .forEach(cause -> assertThat(cause.nanos())
                        .as("%s in %s", cause.name(), report)
                        .isEqualTo(spent.stream()
                                .filter(each -> each.name.equals(cause.name()))
                                .mapToLong(each ->
                                        Math.max(0, Math.min(to, each.to - start) - Math.max(from, each.from - start)))
                                .sum()));
    }
}
