// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.samples.seeds.AsyncHttp.Item;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of the article, and, below the line, its flaws. */
class AsyncHttpTest {
    private final List<String> called = new ArrayList<>();
    private final CompletableFuture<Response> slow = new CompletableFuture<>();
    private final Snow app = new Snow()
            .get("/home/", request -> Response.text("home"))
            .get("/slow/", (request, loop) -> Future.from(loop, slow));
    private AsyncHttp http = new AsyncHttp();
    private Server server;

    @BeforeEach
    void serve() throws Exception {
        server = app.listen(0);
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    private Item item(String url, Consumer<Response> callback) {
        return new Item("127.0.0.1", server.port(), url, callback);
    }

    @Test
    void everyItemHasItsCallback() {
        http.start(item("/home/", response -> called.add("first " + response.text())));
        http.start(item("/home/", response -> called.add("second " + response.text())));

        http.run();

        assertThat(called).containsExactlyInAnyOrder("first home", "second home");
    }

    @Test
    void whoeverFinishesFirstIsServedFirst() {
        http.start(item("/slow/", response -> called.add("slow")));
        http.start(item("/home/", response -> {
            called.add("home");
            slow.complete(Response.text("at last"));
        }));

        http.run();

        assertThat(called).containsExactly("home", "slow");
    }

    @Test
    void aCallbackMayStartAnItem() {
        http.start(item("/home/", response -> http.start(item("/home/", second -> called.add("second")))));

        http.run();

        assertThat(called).containsExactly("second");
    }

    @Test
    void withoutAPortItIsTheUsualOne() {
        assertThat(new Item("example.org", "/", response -> {}).port()).isEqualTo(80);
    }

    @Test
    void theMainAsksAServerOfItsOwn() throws Exception {
        List<String> lines = Printed.by(() -> AsyncHttp.main(new String[0]));

        assertThat(lines.subList(0, 9))
                .satisfiesExactly(
                        line -> assertThat(line).matches(" +\\d+ ms  main  sent  /slow/300"),
                        line -> assertThat(line).matches(" +\\d+ ms  main  sent  /slow/100"),
                        line -> assertThat(line).matches(" +\\d+ ms  main  sent  /"),
                        line -> assertThat(line).matches(" +\\d+ ms  main  came  /: the front page"),
                        line -> assertThat(line).matches(" +\\d+ ms  main  came  /slow/100: after 100 ms"),
                        line -> assertThat(line).matches(" +\\d+ ms  main  came  /slow/300: after 300 ms"),
                        line -> assertThat(line).isEmpty(),
                        line -> assertThat(line).matches("3 requests in \\d+ ms, on 1 thread\\."),
                        line -> assertThat(oneByOne(line)).isGreaterThanOrEqualTo(400));
    }

    /** A timer is never early: really one after the other, the two slow pages take 400 ms. */
    private static int oneByOne(String line) {
        return Integer.parseInt(line.replaceFirst("One after the other, measured: (\\d+) ms\\.", "$1"));
    }

    // ------------------------------------------------------------------------------------------- flaws

    @Test
    void aConnectThatSucceedsAtOnceIsForgotten(@TempDir Path folder) throws Exception {
        UnixDomainSocketAddress socket = UnixDomainSocketAddress.of(folder.resolve("s")); // connects without a wait
        try (Server local = Server.of(app).listen(socket);
                AsyncHttp overSocket = new AsyncHttp(Fetcher.create(
                        FetcherOptions.builder().connectTo(socket).build()))) {
            overSocket.start(new Item("localhost", "/home/", response -> called.add(response.text())));
            overSocket.run();
            assertThat(local.address()).isEqualTo(socket);
        }
        assertThat(called).containsExactly("home");
    }

    @Test
    void aRefusedConnectionEndsTheProgram() throws Exception {
        int nobody = PlainServer.portOfNobody();
        List<Throwable> failures = new ArrayList<>();
        http.onError((item, error) -> failures.add(error));
        http.start(new Item("127.0.0.1", nobody, "/", response -> called.add("nobody answered")));
        http.start(item("/home/", response -> called.add(response.text())));

        http.run();

        assertThat(called).containsExactly("home");
        assertThat(failures).singleElement().isInstanceOf(ConnectException.class);
    }

    @Test
    void nothingIsLeftInAnyList() {
        http.start(item("/home/", response -> called.add(response.text())));
        http.run();
        http.run(); // returns at once

        assertThat(called).containsExactly("home");
    }
}
