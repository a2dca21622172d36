// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.future.Scope;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.net.ConnectException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
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
