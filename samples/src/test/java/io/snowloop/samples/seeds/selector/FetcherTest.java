// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.samples.seeds.Printed;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The calls of the article. */
class FetcherTest {
    private final Fetcher fetcher = new Fetcher();
    private final List<String> called = new ArrayList<>();
    private final CompletableFuture<Response> slow = new CompletableFuture<>();
    private Server server;

    @BeforeEach
    void serve() throws Exception {
        server = new Snow()
                .get("/", request -> Response.text("front page"))
                .get("/home/", request -> Response.text("home"))
                .get("/slow/", (request, loop) -> Future.from(loop, slow))
                .listen(0);
    }

    @AfterEach
    void close() {
        fetcher.close();
        server.close();
    }

    @Test
    void aUrlIsFetched() {
        Future<Response> home = fetcher.getUrl(server.url("/home/"));

        fetcher.loop();

        assertThat(home.resultNow().text()).isEqualTo("home");
    }

    @Test
    void aUrlWithoutAPathIsTheFrontPage() {
        Future<Response> front = fetcher.getUrl("http://127.0.0.1:" + server.port());

        fetcher.loop();

        assertThat(front.resultNow().text()).isEqualTo("front page");
    }

    @Test
    void whoeverFinishesFirstIsServedFirst() {
        fetcher.getUrl(server.url("/slow/")).onComplete((response, error) -> called.add("slow"));
        fetcher.getUrl(server.url("/home/")).onComplete((response, error) -> {
            called.add("home");
            slow.complete(Response.text("at last"));
        });

        fetcher.loop();

        assertThat(called).containsExactly("home", "slow");
    }

    @Test
    void aCallbackMayGetAUrl() {
        fetcher.getUrl(server.url("/home/"))
                .onComplete((first, error) -> fetcher.getUrl(server.url("/home/"))
                        .onComplete((second, secondError) -> called.add(second.text())));

        fetcher.loop();

        assertThat(called).containsExactly("home");
    }

    @Test
    void whatIsNoUrlIsRefusedAtOnce() {
        assertThatThrownBy(() -> fetcher.getUrl("www.baidu.com"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http://host:port/path");
    }

    @Test
    void withoutUrlsItAsksAServerOfItsOwn() throws Exception {
        assertThat(Printed.by(() -> Fetcher.fetch()))
                .filteredOn(line -> line.contains("  came  "))
                .hasSize(3)
                .first()
                .asString()
                .endsWith("/: the front page");
    }
}
