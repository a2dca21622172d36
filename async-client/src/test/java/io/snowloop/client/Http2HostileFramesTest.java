// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A server of HTTP/2 that sends frames of any kind at any time, right ones and wrong ones. */
class Http2HostileFramesTest {
    private static final FetcherOptions OPTIONS = Http2Scene.HTTP_2.toBuilder()
            .timeouts(Timeouts.builder().total(Duration.ofSeconds(30)).build())
            .build();

    /** RFC 9113 §6. */
    private static final int DATA = 0x0;

    private static final int HEADERS = 0x1;
    private static final int PRIORITY = 0x2;
    private static final int SETTINGS = 0x4;
    private static final int PUSH_PROMISE = 0x5;
    private static final int PING = 0x6;
    private static final int GOAWAY = 0x7;
    private static final int CONTINUATION = 0x9;

    private static final String OK = "\u0088"; // :status 200 (RFC 7541, Appendix A)
    private static final String CONTINUE = "\u0008\u0003100";
    private static final List<String> FIELDS = List.of(
            OK,
            OK + "\0\1a\1b",
            OK + "\\\0019", // content-length: 9
            "\0\1a\1b",
            CONTINUE,
            "\u0008\u0003999",
            "\u0082", // :method GET
            "\u00ff\u00ff\u00ff\u00ff\u00ff\u000f",
            "\u003f\u00e1\u001f" + OK, // a table of 4,096 bytes
            "\u0040\u00011\u0001" + "2",
            "");
    private static final List<Integer> NUMBERS =
            List.of(0, 1, 2, 100, 16_383, 16_384, 65_535, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, -1);

    private final List<Future<Response>> fetches = new ArrayList<>();

    private static <T> T oneOf(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static String bytes(int length, int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return new String(bytes.array(), StandardCharsets.ISO_8859_1).substring(0, length);
    }

    private static String frame(int type, int flags, int stream, String payload) {
        return bytes(3, payload.length() << 8) + (char) type + (char) flags + bytes(4, stream) + payload;
    }

    /** An answer as it should be on one of so many streams, or anything else. */
    private static String frames(Random random, int streams) {
        int stream = 1 + 2 * random.nextInt(streams);
        if (random.nextInt(3) > 0) {
            return frame(HEADERS, 4, stream, OK) + frame(DATA, 1, stream, "body");
        }
        int type = random.nextInt(CONTINUATION + 3); // and two that are unknown
        boolean ofConnection = type == SETTINGS || type == PING || type == GOAWAY;
        int flags = random.nextInt(4) == 0 ? random.nextInt(256) : oneOf(random, List.of(0, 0, 4, 4, 1, 5));
        int place = random.nextInt(8) == 0
                ? oneOf(random, List.of(0, 1, 2, stream + 2, Integer.MAX_VALUE))
                : ofConnection ? 0 : stream;
        return frame(type, flags, place, payload(random, type));
    }

    private static String payload(Random random, int type) {
        int number = oneOf(random, NUMBERS);
        String right = switch (type) {
            case DATA -> "x".repeat(random.nextInt(100));
            case HEADERS, CONTINUATION -> oneOf(random, FIELDS);
            case PUSH_PROMISE -> bytes(4, 2) + OK;
            case SETTINGS -> bytes(2, random.nextInt(10) << 16) + bytes(4, number);
            case GOAWAY -> bytes(8, number, random.nextInt(15));
            case PING -> bytes(8, number, number);
            case PRIORITY -> bytes(5, 0, number);
            default -> bytes(4, number);
        };
        return random.nextInt(20) == 0 ? "x".repeat(random.nextInt(20)) : right;
    }

    @Seeds
    void eachFetchEnds(Simulation simulation) {
        Random random = simulation.random();
        Http2Scene scene = new Http2Scene(simulation, OPTIONS);
        scene.deaf = true;
        Map<Http2Peer, Integer> streams = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            fetches.add(scene.get("/" + i));
            scene.peers.forEach(peer -> streams.merge(peer, 1, Integer::sum));
            scene.onServer(() -> streams.forEach((peer, opened) -> {
                if (!peer.closed) {
                    peer.raw(frames(random, opened));
                }
            }));
            scene.pass(Duration.ofMillis(random.nextInt(200)));
        }
        scene.pass(Duration.ofSeconds(30));
        assertThat(fetches).allMatch(Future::isDone);
        scene.onServer(() -> scene.peers.stream().filter(peer -> !peer.closed).forEach(Http2Peer::abort));

        scene.deaf = false;
        scene.onRequest = Http2Scene.PATHS;
        assertThat(scene.get("/after").resultNow().text()).isEqualTo("/after");
        scene.close();
    }
}
