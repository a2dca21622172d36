// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fetch} of a URL, and of what is not a URL. */
class FetchTest {
    private final Scene scene = new Scene();
    private final List<Object> log = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    @Test
    void aUrlIsFetchedWithGet() {
        Future<Response> response = scene.fetcher.fetch("http://10.0.0.1/a?b");
        scene.settle();
        assertThat(scene.peer().take()).isEqualTo("GET /a?b HTTP/1.1\nHost: 10.0.0.1\n\n");
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        assertThat(response.resultNow().text()).isEqualTo("ok");
    }

    /** With and without a filter, by each method. */
    private List<Function<String, Future<Response>>> doors() {
        Fetcher filtered = scene.fetcher.with((request, next) -> next.handle(request));
        return List.of(
                scene.fetcher::fetch,
                url -> scene.fetcher.handle(Request.get(url)),
                filtered::fetch,
                url -> filtered.handle(Request.get(url)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/no/host", "ftp://10.0.0.1/", "http://", "http://10.0.0.1/a b", "http://a:0/"})
    void aBadUrlCallsBackOnTheLoopAndNotInline(String url) {
        for (Function<String, Future<Response>> door : doors()) {
            log.clear();
            scene.onLoop(() -> {
                door.apply(url).onComplete((response, error) -> {
                    log.add(error.getClass());
                    log.add(Scheduler.current());
                });
                log.add("fetch has returned");
            });
            assertThat(log).containsExactly("fetch has returned", IllegalArgumentException.class, scene.loop);
        }
    }

    @Test
    void aBadUrlFromAnotherThreadCallsBackOnTheLoop() {
        for (Function<String, Future<Response>> door : doors()) {
            log.clear();
            Threads.runElsewhere(
                    () -> door.apply("/no/host").onComplete((response, error) -> log.add(Thread.currentThread())));
            assertThat(log).as("before the loop runs").isEmpty();
            scene.settle();
            assertThat(log).containsExactly(Thread.currentThread());
        }
    }
}
