// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.http.Handler;
import io.snowloop.server.ServerOptions;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Frames;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.Seeds;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An hour of good and bad traffic for each seed, in weather that changes every minute. In the end nothing is left of it: not even in the
 * heap, as all that the library made of a request can be collected.
 */
@EveryVersion
class EnduranceTest {
    private static final int MINUTES = 60;
    private static final int FETCHES_A_MINUTE = 10;

    /** A connection or a loop may keep the last ones that it had; what grows with the traffic is more. */
    private static final int MOST_KEPT = 20;

    private static final List<String> HOSTILE = List.of(
            "",
            "GET / HT",
            "GET /bytes/1000 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /slow/5000 HTTP/1.1\r\nHost: a\r\n\r\nGET /bytes/",
            "GET /bytes/5000 HTTP/1.1\r\nHost: a\r\n\r\n".repeat(50),
            "POST /collected/5 HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\nhello",
            "POST /through/5 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
            "\u0016\u0003\u0001\u0002\0\u0001",
            "\r\n".repeat(100),
            Frames.PREFACE,
            text(Frames.client().ping(0, "12345678").text("\0\0")),
            text(get(Frames.client(), "/slow/5000")),
            text(get(Frames.client(), "/bytes/5000").settings(4, 0)),
            text(Frames.client().post(1, "content-length", "5000").data(1, 0, "hello")));

    private static Frames get(Frames frames, String path) {
        return frames.headers(
                1, Frames.END_STREAM, ":method", "GET", ":scheme", "http", ":authority", "a", ":path", path);
    }

    private static String text(Frames frames) {
        return Frames.latin1(frames.toBytes());
    }

    private final List<WeakReference<Object>> made = new ArrayList<>();
    private int fetched;

    @Seeds(3)
    void nothingIsLeftOfAnHour(Simulation simulation) {
        Random random = simulation.random();
        FetcherOptions options =
                FetcherOptions.builder().maxPerOrigin(4).maxConnections(4).build();
        try (World world = new World(simulation, watched(Site.app(random)), ServerOptions.DEFAULT, options)) {
            for (int minute = 0; minute < MINUTES; minute++) {
                simulation.network().faults(Faults.hostile(random));
                attack(world, random);
                fetch(world, random);
                simulation.runFor(Duration.ofMinutes(1));
                forgetEnded(world);
            }
            simulation.network().faults(Faults.NONE);
            world.settle();
            forgetEnded(world);
            assertThat(world.calls).isEmpty();
            assertThat(made).hasSizeGreaterThan(MINUTES);
            assertCollected();
        }
    }

    /** This app, whose requests are watched. */
    private Handler watched(Handler app) {
        return request -> {
            watch(request);
            return app.handle(request);
        };
    }

    private void watch(Object object) {
        made.add(new WeakReference<>(object));
    }

    private void fetch(World world, Random random) {
        for (int i = 0; i < FETCHES_A_MINUTE; i++) {
            Call call = world.fetch(soon(world, random), Site.anything(world, fetched++));
            if (random.nextInt(4) == 0) {
                world.simulation.at(soon(world, random), call::cancel);
            }
        }
    }

    private static Duration soon(World world, Random random) {
        return world.now().plusMillis(random.nextInt(60_000));
    }

    private static void attack(World world, Random random) {
        for (String sent : HOSTILE) {
            world.simulation.at(soon(world, random), () -> world.connect(new Attacker(sent, random.nextInt(4))));
        }
    }

    /** Each call that has ended has ended well, or as its faults have it; no one but the library may know of it then. */
    private void forgetEnded(World world) {
        world.calls.removeIf(call -> {
            if (call.ended == null) {
                return false;
            }
            call.assertEndedOnce();
            call.assertRightOrFailed();
            watch(call.future);
            if (call.response != null) {
                watch(call.response);
            }
            return true;
        });
    }

    private void assertCollected() {
        for (int i = 0; i < 20 && kept() > MOST_KEPT; i++) {
            System.gc();
        }
        assertThat(kept())
                .as("of %d objects that were made for requests", made.size())
                .isLessThanOrEqualTo(MOST_KEPT);
    }

    private long kept() {
        return made.stream().filter(each -> each.get() != null).count();
    }

    /** Sends something, and then leaves in one way or another, or stays until the server has had enough. */
    private static final class Attacker extends RecordingProtocol {
        private final String sent;
        private final int way;

        Attacker(String sent, int way) {
            this.sent = sent;
            this.way = way;
        }

        @Override
        protected void onConnected() {
            write(sent);
            switch (way) {
                case 0 -> transport.close();
                case 1 -> transport.abort();
                case 2 -> transport.shutdownOutput();
                default -> {}
            }
        }

        @Override
        protected void onEnded() {
            transport.close();
        }
    }
}
