// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.future.Scope;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/deadlines.md} shows of scopes. */
class ScopePageTest {
    private final AtomicInteger cancelled = new AtomicInteger();
    private final Snow app = new Snow()
            .get("/a", request -> Response.text("/b /c"))
            .get("/b", request -> Response.text("/c /a"))
            .get("/c", request -> Response.text(""))
            .get("/never", (request, loop) -> loop.<Response>newPromise().onCancel(cancelled::incrementAndGet));

    // region grow
    private void visit(Scope scope, Fetcher fetcher, String base, String path, Set<String> seen) {
        if (seen.add(path)) {
            scope.add(fetcher.fetch(base + path).map(page -> {
                for (String link : page.text().split(" ", -1)) {
                    visit(scope, fetcher, base, link.isEmpty() ? path : link, seen); // one more future
                }
                return page.status();
            }));
        }
    }
    // endregion

    @Test
    void aGroupThatGrows() throws Exception {
        try (Server server = Server.of(app).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.create()) {
            String base = "http://127.0.0.1:" + server.port();
            // region run
            Set<String> seen = new TreeSet<>();
            Future<Integer> pages = fetcher.loop()
                    .submit(() -> Scope.run(fetcher.loop(), scope -> {
                        visit(scope, fetcher, base, "/a", seen); // it adds a future, and that one adds more
                        return Future.completed(null);
                    }))
                    .map(none -> seen.size()); // when the last one has ended
            // endregion
            assertThat(fetcher.runUntil(pages)).isEqualTo(3);
        }
    }

    // region worker
    /** Fetches the next one when the one before is done. */
    private Future<Void> worker(Fetcher fetcher, Iterator<String> urls, List<String> pages) {
        if (!urls.hasNext()) {
            return Future.completed(null);
        }
        return fetcher.fetch(urls.next()).flatMap(page -> {
            pages.add(page.text());
            return worker(fetcher, urls, pages);
        });
    }
    // endregion

    @Test
    void atMostThreeAtOnce() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Snow slow = new Snow().get("/{page}", (request, loop) -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            return loop.sleep(ofSeconds(1)).map(slept -> {
                atOnce.decrementAndGet();
                return Response.text(request.path("page"));
            });
        });
        try (Simulation simulation = new Simulation(1)) {
            Server.of(slow).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2"));
            Iterator<String> urls =
                    IntStream.range(0, 10).mapToObj(i -> "http://10.0.0.1/" + i).iterator();
            // region workers
            List<String> pages = new ArrayList<>();
            Future<Void> all = fetcher.loop()
                    .submit(() -> Scope.run(fetcher.loop(), scope -> {
                        for (int i = 0; i < 3; i++) {
                            scope.add(worker(fetcher, urls, pages));
                        }
                        return Future.completed(null);
                    }));
            // endregion
            simulation.runUntil(all);

            assertThat(pages).hasSize(10);
            assertThat(most).hasValue(3);
            assertThat(simulation.ticker().elapsed()).isBetween(ofSeconds(4), ofSeconds(5));
        }
    }

    @Test
    void theFirstFailureCancelsTheOthers() throws Exception {
        try (Server server = Server.of(app).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.create()) {
            Future<Void> both = fetcher.loop()
                    .submit(() -> Scope.run(fetcher.loop(), scope -> {
                        scope.add(fetcher.fetch(server.url("/never")));
                        scope.add(fetcher.loop().submit(() -> Future.<Void>failed(new ConnectException("no server"))));
                        return Future.completed(null);
                    }));
            fetcher.run();
            assertThat(both.outcome().error()).isInstanceOf(ConnectException.class);
            assertThat(fetcher.inFlight()).isZero();
        }
    }
}
