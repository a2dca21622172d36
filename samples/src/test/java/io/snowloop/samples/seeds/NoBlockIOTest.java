// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of the article, and what it leaves for later. */
class NoBlockIOTest {
    private final NoBlockIO io = new NoBlockIO();
    private final List<String> called = new ArrayList<>();
    private final CompletableFuture<Response> slow = new CompletableFuture<>();
    private Server server;

    @BeforeEach
    void serve() throws Exception {
        server = new Snow()
                .get("/home/", request -> Response.text("home").withHeader("X-Flakes", "6"))
                .get("/slow/", (request, loop) -> Future.from(loop, slow))
                .listen(0);
    }

    @AfterEach
    void close() {
        io.close();
        server.close();
    }

    private void add(String path, Consumer<Response> callback) {
        io.addRequest("127.0.0.1", server.port(), path, callback);
    }

    @Test
    void aCallbackGetsTheResponse() {
        add("/home/", response -> called.add(response.text()));

        io.run();

        assertThat(called).containsExactly("home");
    }

    @Test
    void severalCallbacksAreCalledInTheirOrder() {
        io.addRequest(
                "127.0.0.1",
                server.port(),
                "/home/",
                response -> called.add("first"),
                response -> called.add("second"),
                response -> called.add("third"));

        io.run();

        assertThat(called).containsExactly("first", "second", "third");
    }

    @Test
    void whoeverFinishesFirstIsServedFirst() {
        add("/slow/", response -> called.add("slow"));
        add("/home/", response -> {
            called.add("home");
            slow.complete(Response.text("at last"));
        });

        io.run();

        assertThat(called).containsExactly("home", "slow");
    }

    @Test
    void runEndsWhenAllAreDoneAndMayBeginAgain() {
        add("/home/", response -> called.add("first run"));
        io.run();
        add("/home/", response -> called.add("second run"));
        io.run();
        io.run();

        assertThat(called).containsExactly("first run", "second run");
    }

    @Test
    void aCallbackMayAddARequest() {
        add("/home/", response -> add("/home/", second -> called.add("second")));

        io.run();

        assertThat(called).containsExactly("second");
    }

    @Test
    void headAndBodyAreApart() {
        List<Response> responses = new ArrayList<>();
        add("/home/", responses::add);

        io.run();

        Response response = responses.get(0);
        assertThat(response.status()).isEqualTo(Status.OK);
        assertThat(response.header("x-flakes")).isEqualTo("6");
        assertThat(response.bytes()).isEqualTo("home".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aBodyIsSavedToAFile(@TempDir Path folder) {
        Path file = folder.resolve("home.txt");
        io.addRequest("127.0.0.1", server.port(), "/home/", NoBlockIO.saveTo(file), response -> called.add("saved"));

        io.run();

        assertThat(called).containsExactly("saved");
        assertThat(file).hasContent("home");
    }

    @Test
    void theMainAsksAServerOfItsOwn() throws Exception {
        assertThat(Printed.by(() -> NoBlockIO.main(new String[0])))
                .filteredOn(line -> line.contains("  came  "))
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("came  /: 200 OK, the front page"),
                        line -> assertThat(line).endsWith("came  /slow/100: 200 OK, after 100 ms"),
                        line -> assertThat(line).endsWith("came  /slow/300: 200 OK, after 300 ms"));
    }
}
