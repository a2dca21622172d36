// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h2.FloodLimits;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.transport.ConnectionClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What one connection of HTTP/2 may take of a turn, in which all others wait: its server may end thousands of requests with a few bytes. */
class Http2TurnsTest {
    private static final int MANY = 3_000;

    private final Http2Scene scene = new Http2Scene();

    /** How many requests were over in each turn. */
    private final Map<Long, Integer> turns = new TreeMap<>();

    private List<Future<Response>> begin() {
        scene.limits = Http2Limits.builder()
                .maxConcurrentStreams(MANY)
                .floods(FloodLimits.builder().resets(MANY).build())
                .build();
        scene.get("/first");
        List<Future<Response>> all = new ArrayList<>();
        for (int i = 1; i < MANY; i++) {
            Future<Response> each = scene.fetcher.fetch(Http2Scene.URL + i);
            each.onComplete(
                    (response, error) -> turns.merge(scene.loop.reactor().turn(), 1, Integer::sum));
            all.add(each);
        }
        scene.settle();
        assertThat(scene.peer().requests).hasSize(MANY);
        assertThat(turns).isEmpty();
        return all;
    }

    private void assertTurns(int most) {
        assertThat(turns.values()).allMatch(count -> count <= most);
        assertThat(turns.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(MANY - 1);
    }

    @Test
    void theEndOfAConnectionEndsSoManyRequestsInATurn() {
        List<Future<Response>> all = begin();
        scene.onServer(() -> scene.peer().abort());
        assertThat(all)
                .allSatisfy(each -> assertThat(Http2Scene.error(each)).isInstanceOf(ConnectionClosedException.class));
        assertTurns(256);
        scene.close();
    }

    @Test
    void soDoesAServerThatBreaksTheProtocol() {
        List<Future<Response>> all = begin();
        scene.onServer(() -> scene.peer().raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
        assertThat(all).allMatch(Future::isFailed);
        assertTurns(256);
        scene.close();
    }

    /** A request that its caller gives up meanwhile is over at once, and once. */
    @Test
    void aRequestMayBeGivenUpWhileTheOthersEnd() {
        List<Future<Response>> all = begin();
        all.get(0).onComplete((response, error) -> all.get(MANY - 2).cancel());
        scene.onServer(() -> scene.peer().abort());
        assertThat(all.get(MANY - 2).isCancelled()).isTrue();
        assertTurns(257);
        scene.close();
    }

    @Test
    void soManyAnswersAreTakenInATurn() {
        List<Future<Response>> all = begin();
        scene.onServer(() ->
                scene.peer().requests.keySet().forEach(stream -> scene.peer().answer(stream, 204)));
        assertThat(all).allMatch(each -> each.resultNow().status().equals(Status.NO_CONTENT));
        assertTurns(1_024);
        scene.close();
    }

    /** No turn follows the end of the loop, and no future is left without an outcome. */
    @Test
    void theEndOfTheLoopEndsAll() {
        List<Future<Response>> all = begin();
        scene.loop.close();
        assertThat(all).allMatch(Future::isFailed);
        assertThat(turns.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(MANY - 1);
    }
}
