// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.site.Checkout;
import io.snowloop.samples.site.DocsSite;
import io.snowloop.server.Server;
import io.snowloop.sim.Simulation;
import io.snowloop.trace.LoopTrace;
import io.snowloop.trace.TraceRecord;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What docs/ten-minutes.md says of the first turns of the loop that serves the docs and crawls them. */
class FirstTurnsTest {
    private static final String HOST = "10.0.0.1";

    /** The records of each turn; those before the first one are in the list 0. */
    private static final List<List<TraceRecord>> TURNS = new ArrayList<>(List.of(new ArrayList<>()));

    @BeforeAll
    static void crawlUntilThePageIsWritten() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            EventLoopOptions options = simulation.options(HOST).toBuilder()
                    .observer(LoopTrace.withFutures(LoopTrace.DEFAULT_CAPACITY))
                    .build();
            EventLoop loop = simulation.add(EventLoop.open(options));
            try (Server server = Server.of(DocsSite.app(Checkout.site(), CrawlJob.LATENCY))
                            .on(loop)
                            .listen(HOST, 8080);
                    Fetcher fetcher = Fetcher.on(loop, FetcherOptions.DEFAULT)) {
                Crawler crawler =
                        new Crawler(fetcher, new MemoryFrontier(URI.create(server.url("/")), List.of()), 4, done -> {});
                Scheduler scheduler = loop;
                scheduler.submit(crawler::crawl);
                LoopTrace trace = LoopTrace.of(loop);
                simulation.runUntil(() -> trace.recording().records().stream().anyMatch(FirstTurnsTest::isThePage));
                for (TraceRecord each : trace.recording().records()) {
                    if (each.event() == LoopEvent.TURN_BEGIN) {
                        TURNS.add(new ArrayList<>());
                    }
                    TURNS.get(TURNS.size() - 1).add(each);
                }
            }
        }
    }

    private static boolean isThePage(TraceRecord each) {
        return each.event() == LoopEvent.WRITTEN && each.owner().equals("ServerConnection");
    }

    private static List<String> owners(int turn, LoopEvent event) {
        return TURNS.get(turn).stream()
                .filter(each -> each.event() == event)
                .map(TraceRecord::owner)
                .toList();
    }

    @Test
    void theFirstTwoTurnsHaveATaskThatQueuesATask() {
        for (int turn = 1; turn <= 2; turn++) {
            assertThat(owners(turn, LoopEvent.TASK)).isNotEmpty();
            assertThat(owners(turn, LoopEvent.TASK_QUEUED)).isNotEmpty();
            assertThat(owners(turn, LoopEvent.REGISTERED)).isEmpty();
            assertThat(owners(turn, LoopEvent.TIMER_SET)).isEmpty();
        }
    }

    @Test
    void theThirdTurnBeginsToConnectAndSetsTwoTimers() {
        assertThat(owners(3, LoopEvent.TASK)).hasSize(1);
        assertThat(owners(3, LoopEvent.REGISTERED)).hasSize(1);
        assertThat(owners(3, LoopEvent.TIMER_SET)).hasSize(2);
    }

    @Test
    void inTheFourthTurnBothEndsOfTheConnectionAreReady() {
        assertThat(owners(4, LoopEvent.READY)).hasSize(2).contains("Acceptor");
    }

    @Test
    void inTheFifthTurnTheRequestComesAndItsViewSleeps() {
        assertThat(owners(5, LoopEvent.READY)).containsExactly("ServerConnection");
        assertThat(owners(5, LoopEvent.TIMER_SET)).contains("sleep");
    }

    @Test
    void inTheSixthTurnTheTimerOfTheStoreFires() {
        assertThat(owners(6, LoopEvent.TIMER)).containsExactly("sleep");
    }
}
