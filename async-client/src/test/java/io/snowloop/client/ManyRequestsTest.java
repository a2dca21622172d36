// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** So many requests that it takes seconds, which is enough for one time. */
class ManyRequestsTest {
    @Test
    void aHundredThousandWaitingRequestsThatAreCalledOffAreGone() {
        try (Scene scene = new Scene(
                FetcherOptions.builder().maxPerOrigin(1).maxConnections(1).build())) {
            List<Future<Response>> waiting = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                waiting.add(scene.fetcher.fetch(Request.get(Scene.URL)));
            }
            scene.settle();
            for (int i = waiting.size() - 1; i >= 0; i--) { // the worst order for a line that is searched
                waiting.get(i).cancel();
            }
            scene.settle();
            scene.assertNothingUnderWay();
            assertThat(scene.loop.pendingTimers()).isZero();
        }
    }
}
