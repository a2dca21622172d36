// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.transport.ConnectionClosedException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How many of the requests that wait for a connection fail in a turn, in which all others of the loop wait. */
class PoolTurnsTest {
    private static final int MANY = 1_000;

    private final List<Future<Response>> all = new ArrayList<>();

    /** How many requests were over in each turn. */
    private final Map<Long, Integer> turns = new TreeMap<>();

    private void begin(Fetcher fetcher, EventLoop loop) {
        for (int i = 0; i < MANY; i++) {
            Future<Response> each = fetcher.fetch(Scene.URL + i);
            each.onComplete((response, error) -> turns.merge(loop.reactor().turn(), 1, Integer::sum));
            all.add(each);
        }
    }

    private void assertAllFailedWith(Class<? extends Throwable> error) {
        assertThat(all).allSatisfy(each -> assertThat(Scene.error(each)).isInstanceOf(error));
        assertThat(turns.values()).allMatch(count -> count <= 257); // one has the connection, or its attempt
        assertThat(turns.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(MANY);
    }

    @Test
    void aFetcherThatIsClosedEndsSoManyRequestsInATurn() {
        try (Scene scene = new Scene(FetcherOptions.builder().maxPerOrigin(1).build())) {
            begin(scene.fetcher, scene.loop);
            scene.settle();
            scene.onLoop(scene.fetcher::close);
            assertAllFailedWith(ConnectionClosedException.class);
            assertThat(scene.peers)
                    .as("none begins in the place of one that fails")
                    .hasSize(1);
        }
    }

    /** A response that comes before it is the turn of its request is received, and no other request gets the connection. */
    @Test
    void noRequestBeginsOnAConnectionThatIsFreeMeanwhile() {
        try (Scene scene = new Scene(FetcherOptions.builder().maxPerOrigin(300).build())) {
            begin(scene.fetcher, scene.loop);
            scene.settle();
            scene.loop.execute(scene.fetcher::close);
            scene.serverLoop.execute(() -> scene.peers.forEach(peer -> peer.write("HTTP/1.1 204 No Content\r\n\r\n")));
            scene.settle();
            assertThat(all).allMatch(Future::isDone);
            assertThat(all.subList(300, MANY)).allMatch(Future::isFailed);
            assertThat(scene.peers).hasSize(300);
            assertThat(scene.peers).allSatisfy(peer -> assertThat(peer.take()).containsOnlyOnce("GET"));
        }
    }

    /** With HTTP/2 all others wait for the one connection that is being opened. */
    @Test
    void aServerThatIsNotThereEndsSoManyRequestsInATurn() {
        try (Http2Scene scene = new Http2Scene()) {
            scene.refuseConnections();
            begin(scene.fetcher, scene.loop);
            scene.settle();
            assertAllFailedWith(ConnectException.class);
        }
    }

    @Test
    void theEndOfTheLoopLeavesNoneWithoutAnOutcome() {
        Scene scene = new Scene(FetcherOptions.builder().maxPerOrigin(1).build());
        begin(scene.fetcher, scene.loop);
        scene.settle();
        scene.fetcher.close();
        scene.loop.close();
        assertThat(all).allMatch(Future::isFailed);
    }
}
