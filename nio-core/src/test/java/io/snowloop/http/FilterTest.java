// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterTest {
    private final List<String> log = new ArrayList<>();
    private final Handler handler = request -> {
        log.add("handler " + request.header("X"));
        return Future.completed(Response.text("hello"));
    };

    @Test
    void aroundAHandlerIsAHandler() {
        Response response = named("a").around(handler).handle(Request.get("/")).resultNow();

        assertThat(log).containsExactly("a in", "handler a", "a out");
        assertThat(response.header("X")).isEqualTo("a");
    }

    @Test
    void theOuterSeesTheRequestFirstAndTheResponseLast() {
        Handler composed = named("a").andThen(named("b")).andThen(named("c")).around(handler);

        Response response = composed.handle(Request.get("/")).resultNow();

        assertThat(log).containsExactly("a in", "b in", "c in", "handler a", "c out", "b out", "a out");
        assertThat(response.headers().all("X")).containsExactly("c", "b", "a");
    }

    @Test
    void mayAnswerByItself() {
        Filter guard = (request, next) -> Future.completed(Response.of(Status.FORBIDDEN));

        Response response = guard.andThen(named("inner"))
                .around(handler)
                .handle(Request.get("/"))
                .resultNow();

        assertThat(response.status()).isEqualTo(Status.FORBIDDEN);
        assertThat(log).isEmpty();
    }

    @Test
    void mayAskAgain() {
        Filter twice = (request, next) -> next.handle(request).flatMap(first -> next.handle(request));

        twice.around(handler).handle(Request.get("/"));

        assertThat(log).containsExactly("handler null", "handler null");
    }

    private Filter named(String name) {
        return (request, next) -> {
            log.add(name + " in");
            return next.handle(request.plusHeader("X", name)).map(response -> {
                log.add(name + " out");
                return response.plusHeader("X", name);
            });
        };
    }
}
