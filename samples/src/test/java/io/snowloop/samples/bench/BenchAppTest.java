// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.sim.Simulation;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.Deflate;
import io.snowloop.websocket.MessageLimits;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchAppTest {
    private static final int LARGEST = 16 * 1024 * 1024;

    /** In a loop, as bodies that come in pieces want one. */
    private static Response answer(Request request) throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            return loop.runUntil(loop.submit(
                    () -> BenchApp.create().handle(request).flatMap(response -> response.collect(1 << 20))));
        }
    }

    @Test
    void greetsInTextAndInJson() throws Exception {
        assertThat(answer(Request.get("/plaintext")).text()).isEqualTo("Hello, World!");
        assertThat(answer(Request.get("/plaintext")).header("Content-Type")).startsWith("text/plain");
        assertThat(answer(Request.get("/json")).text()).isEqualTo("{\"message\":\"Hello, World!\"}");
        assertThat(answer(Request.get("/json")).header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void givesBackWhatWasSent() throws Exception {
        Request request = Request.post("/echo", Body.of("some words")).withHeader("Content-Type", "text/x-words");

        Response response = answer(request);

        assertThat(response.text()).isEqualTo("some words");
        assertThat(response.header("Content-Type")).isEqualTo("text/x-words");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 65_536, 65_537, 200_003})
    void makesAsManyBytesAsOneLikes(int length) throws Exception {
        byte[] bytes = answer(Request.get("/bytes/" + length)).bytes();

        assertThat(bytes).hasSize(length);
        for (int i = 0; i < length; i++) {
            assertThat(bytes[i]).isEqualTo((byte) ('0' + i % 10));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsEachMessageBackUpToItsLimit(boolean compressed) throws Exception {
        WebSocketOptions options = WebSocketOptions.builder()
                .limits(MessageLimits.of(LARGEST))
                .maxQueued(LARGEST + 1024)
                .deflate(compressed ? Deflate.WITHOUT_CONTEXT : null)
                .build();
        List<Object> back = new ArrayList<>();
        try (Simulation simulation = new Simulation(1)) {
            Server.of(BenchApp.create()).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Fetcher.on(simulation.loop("10.0.0.2"))
                    .webSocket(Request.get("ws://10.0.0.1/ws"), options)
                    .onComplete((socket, error) -> {
                        socket.onText(back::add);
                        socket.onBinary(bytes -> back.add(bytes.remaining()));
                        socket.onClose((code, text) -> back.add(code));
                        socket.send("snow");
                        socket.send(ByteBuffer.allocate(LARGEST));
                        socket.loop()
                                .schedule(Duration.ofMinutes(5), () -> socket.send(ByteBuffer.allocate(LARGEST + 1)));
                    });
            simulation.runUntil(() -> back.size() == 3);
        }
        assertThat(back).containsExactly("snow", LARGEST, CloseReason.MESSAGE_TOO_BIG);
    }

    @Test
    void knowsTheLengthInAdvance() {
        Response response =
                BenchApp.create().handle(Request.get("/bytes/12345678901")).resultNow();

        assertThat(response.body().length()).isEqualTo(12_345_678_901L);
    }

    @Test
    void refusesToMakeLessThanNothing() throws Exception {
        assertThat(answer(Request.get("/bytes/-1")).status().code()).isEqualTo(400);
    }
}
