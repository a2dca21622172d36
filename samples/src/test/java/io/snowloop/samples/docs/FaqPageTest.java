// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.server.Snow.blocking;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.ErrorMapper;
import io.snowloop.server.Snow;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The code of docs/faq.md. */
class FaqPageTest {
    private final Orders orders = id -> "order " + id;

    /** What asks a database, and blocks meanwhile. */
    private interface Orders {
        String find(long id);
    }

    record User(int id, String name) {}

    @Test
    void aViewThatAsksADatabaseHasThreadsOfItsOwn() throws Exception {
        // region database
        ExecutorService threads = Executors.newFixedThreadPool(10); // the pool has ten connections
        Snow app = new Snow()
                .get(
                        "/orders/{id:long}",
                        blocking(request -> Response.text(orders.find(request.pathLong("id"))), threads));
        // endregion
        try (EventLoop loop = EventLoop.open()) {
            Response order = loop.runUntil(loop.submit(() -> app.handle(Request.get("/orders/7"))));
            assertThat(order.text()).isEqualTo("order 7");
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void anyMapperReadsAndWritesJson() {
        // region json
        JsonMapper json = JsonMapper.shared();
        Snow app = new Snow()
                .get("/users/{id:int}", request -> {
                    User user = new User(request.pathInt("id"), "Ada");
                    return Response.json(json.writeValueAsString(user));
                })
                .post("/users", request -> {
                    User user = json.readValue(request.text(), User.class);
                    return Response.text("hello " + user.name());
                })
                .onError((error, request) -> error instanceof JacksonException
                        ? Response.text("malformed JSON").withStatus(Status.BAD_REQUEST)
                        : ErrorMapper.standard().response(error, request));
        // endregion
        assertThat(app.handle(Request.get("/users/7")).resultNow().text()).isEqualTo("{\"id\":7,\"name\":\"Ada\"}");
        assertThat(post(app, "{\"id\":7,\"name\":\"Ada\"}").text()).isEqualTo("hello Ada");
        assertThat(post(app, "{").status()).isEqualTo(Status.BAD_REQUEST);
    }

    private static Response post(Snow app, String text) {
        return app.handle(Request.post("/users", Body.of(text))).resultNow();
    }
}
