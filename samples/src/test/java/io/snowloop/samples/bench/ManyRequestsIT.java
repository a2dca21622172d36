// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
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
        Meeting meeting = new Meeting();
        Snow app = new Snow().get("/", (request, loop) -> meeting.come(loop));
        try (Server server = Server.of(app).options(options).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.create(all)) {
            int threads = Thread.activeCount();
            for (int round = 1; round <= 3; round++) {
                List<Response> responses = fetchAll(fetcher, server.url("/"));

                assertThat(responses)
                        .hasSize(REQUESTS)
                        .allMatch(response -> response.text().equals("all are here"));
                assertThat(fetcher.connections()).isEqualTo(REQUESTS);
                assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
            }
        }
    }

    /** Answers when all requests are there: until then none can have the connection of another. */
    private static final class Meeting {
        private final List<Promise<Response>> answers = new ArrayList<>(); // of the server's one loop

        Future<Response> come(Scheduler loop) {
            Promise<Response> answer = loop.newPromise();
            answers.add(answer);
            if (answers.size() == REQUESTS) {
                answers.forEach(each -> each.complete(Response.text("all are here")));
                answers.clear();
            }
            return answer;
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
