// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.metrics.Prometheus;
import io.snowloop.testing.BrokenMetrics;
import io.snowloop.testing.CapturedLog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a fetcher reports of its pool. */
class PoolMetricsTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";

    private final Prometheus metrics = new Prometheus();
    private final Scene scene =
            new Scene(FetcherOptions.builder().maxPerOrigin(2).metrics(metrics).build());

    @AfterEach
    void close() {
        scene.close();
        assertPool(0, 0, 0);
    }

    private void assertPool(int connections, int idle, int waiting) {
        assertThat(metrics.text())
                .contains(
                        "snowloop_client_connections " + connections + "\n",
                        "snowloop_client_idle_connections " + idle + "\n",
                        "snowloop_client_waiting_requests " + waiting + "\n");
    }

    private void assertConnects(int begun, int failed) {
        assertThat(metrics.text())
                .contains(
                        "snowloop_client_connects_total " + begun + "\n",
                        "snowloop_client_connect_failures_total " + failed + "\n");
    }

    @Test
    void aConnectionIsBusyThenIdleAndUsedAgain() {
        assertPool(0, 0, 0);
        scene.get();
        assertPool(1, 0, 0);
        scene.peers.get(0).send(OK);
        scene.settle();
        assertPool(1, 1, 0);
        scene.get();
        assertPool(1, 0, 0);
        scene.peers.get(0).send(OK);
        scene.settle();
        assertConnects(1, 0);
    }

    @Test
    void requestsThatWaitAreCountedUntilTheyGoOrAreCancelled() {
        List<Future<Response>> four = List.of(scene.get(), scene.get(), scene.get(), scene.get());
        assertPool(2, 0, 2);
        four.get(3).cancel();
        scene.settle();
        assertPool(2, 0, 1);
        scene.peers.get(0).send(OK);
        scene.settle();
        assertPool(2, 0, 0);
        four.get(1).cancel();
        four.get(2).cancel();
        scene.settle();
        assertPool(0, 0, 0);
    }

    @Test
    void aConnectionThatIsRefusedIsAFailure() {
        scene.refuseConnections();
        assertThat(scene.get().isFailed()).isTrue();
        assertPool(0, 0, 0);
        assertConnects(1, 1);
    }

    /** A pool that is interrupted while it counts would lose a place, or leave a request that waits. */
    @Test
    void figuresThatThrowChangeNothing() {
        try (Scene broken = new Scene(FetcherOptions.builder()
                        .maxPerOrigin(1)
                        .metrics(new BrokenMetrics())
                        .build());
                CapturedLog log = new CapturedLog(PoolMetrics.class)) {
            Future<Response> first = broken.get();
            Future<Response> second = broken.get();
            broken.peers.get(0).send(OK);
            broken.settle();
            broken.peers.get(0).send(OK);
            broken.settle();
            assertThat(first.isDone() && second.isDone()).isTrue();
            assertThat(log.records()).as("said once").hasSize(1);
        }
    }
}
