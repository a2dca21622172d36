// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Thousands of requests at the same time, from one thread to one thread. */
class ManyRequestsIT {
    private static final int REQUESTS = 5_000;

    @BeforeEach
    void twoFileDescriptorsARequest() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            long limit = unix.getMaxFileDescriptorCount();
            assumeTrue(limit > 2 * REQUESTS + 500, "only " + limit + " open files are allowed: raise ulimit -n");
        }
    }

    @Test
    void nothingIsLostAndNoThreadIsStarted() throws Exception {
        ServerOptions options = ServerOptions.builder().backlog(65_535).build();
        FetcherOptions all = FetcherOptions.builder()
                .maxPerOrigin(REQUESTS)
                .maxConnections(REQUESTS)
                .build();
        try (Server server = Server.of(BenchApp.create()).options(options).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.create(all)) {
            int threads = Thread.activeCount();
            for (int round = 1; round <= 3; round++) {
                List<Response> responses = fetchAll(fetcher, server.url("/delay/200"));

                assertThat(responses)
                        .hasSize(REQUESTS)
                        .allMatch(response -> response.text().equals("waited 200 ms"));
                assertThat(fetcher.connections()).isEqualTo(REQUESTS);
                assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
            }
        }
    }

    private static List<Response> fetchAll(Fetcher fetcher, String url) throws Exception {
        List<Future<Response>> fetches = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            fetches.add(fetcher.fetch(Request.get(url)));
        }
        return fetcher.runUntil(Future.all(fetcher.loop(), fetches));
    }
}
