// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.sim.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A read time-out of 200 ms on a loop whose turns do 250 ms of other work before the fetch has its turn. A server
 * that answers at once fails no fetch; a silent one fails it after 200 ms.
 */
class BusyLoopTest {
    private static final Duration READ = Duration.ofMillis(200);
    private static final Duration WORK = Duration.ofMillis(250);
    private static final Duration LATENCY = Duration.ofMillis(10);

    private final Scene scene = new Scene(FetcherOptions.builder()
            .timeouts(Timeouts.builder().connect(READ).read(READ).build())
            .build());

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    /** Other work in the turn that follows, before what is queued after this call. */
    private void work() {
        scene.loop.execute(() -> scene.simulation.ticker().advance(WORK));
    }

    @Test
    void workEarlierInTheTurnFailsNoFetch() {
        scene.simulation.network().faults(Faults.NONE.latency(LATENCY));
        scene.answers = head -> "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
        List<Future<Response>> fetches = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            work();
            Future<Response> fetch = scene.fetcher.fetch(Scene.URL);
            scene.simulation.runUntil(fetch::isDone);
            fetches.add(fetch);
        }
        assertThat(fetches).noneMatch(Future::isFailed);
        assertThat(scene.simulation.ticker().elapsed()).isGreaterThan(WORK.multipliedBy(10));
    }

    @Test
    void workBeforeTheReaderAsksFailsNoBody() {
        scene.simulation.network().faults(Faults.NONE.latency(LATENCY));
        Future<Response> head = scene.fetcher.handle(Request.get(Scene.URL));
        scene.simulation.runUntil(
                () -> !scene.peers.isEmpty() && !scene.peer().take().isEmpty());
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 9\n\n");
        scene.simulation.runUntil(head::isDone);

        List<Future<Response>> whole = new ArrayList<>();
        work();
        scene.loop.execute(() -> whole.add(head.resultNow().collect(9)));
        scene.simulation.runUntil(() -> !whole.isEmpty());
        for (String piece : List.of("abc", "def", "ghi")) {
            scene.peer().send(piece);
            scene.pass(LATENCY.multipliedBy(2));
        }
        assertThat(whole.get(0).resultNow().text()).isEqualTo("abcdefghi");
    }

    @Test
    void aSilentServerFailsTheFetchAfterTheTimeOutThatBeginsWithTheRequest() {
        work();
        Future<Response> fetch = scene.fetcher.fetch(Scene.URL);
        scene.simulation.runUntil(fetch::isDone);

        assertThat(Scene.error(fetch)).isInstanceOf(ReadTimeoutException.class);
        assertThat(scene.simulation.ticker().elapsed()).isEqualTo(WORK.plus(READ));
    }
}
