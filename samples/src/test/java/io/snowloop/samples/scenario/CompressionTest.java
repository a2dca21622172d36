// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static io.snowloop.server.filter.Compression.compression;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.Snow;
import io.snowloop.server.filter.Compression;
import io.snowloop.server.filter.ContentCoding;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Compressed answers: right when they arrive, in time, and without anything left when they do not arrive. */
@EveryVersion({Segmentation.WHOLE, Segmentation.BYTES})
class CompressionTest {
    private static final byte[] LARGE = numbers();

    private static byte[] numbers() {
        StringBuilder text = new StringBuilder();
        new Random(7).ints(3_000).forEach(number -> text.append(number).append('\n'));
        return text.toString().getBytes(UTF_8);
    }

    /** An event every second, so many. */
    private static BodyStream events(Scheduler loop, int count) {
        int[] sent = {0};
        return BodyStream.of(() -> loop.sleep(Duration.ofSeconds(1))
                .map(slept ->
                        sent[0]++ == count ? null : ByteBuffer.wrap(("data: " + sent[0] + "\n\n").getBytes(UTF_8))));
    }

    private static Snow app() {
        return new Snow()
                .get("/large", request -> Response.bytes(LARGE, "text/plain"))
                .get("/stream", request -> Response.stream(Body.of(LARGE).stream(), "text/plain"))
                .get("/small", request -> Response.bytes("snow ".repeat(1_000).getBytes(UTF_8), "text/plain"));
    }

    @Seeds(50)
    void isRightWhateverTheNetworkDoesShortOfBreaking(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.benign(simulation.random())));
        try (World world = new World(simulation, app().filter(compression()))) {
            List<byte[]> bodies = new ArrayList<>();
            for (String path : List.of("/large", "/stream", "/small")) {
                world.fetcher
                        .with(contentDecoding())
                        .fetch(Request.get(world.server.url(path)))
                        .onComplete((response, error) -> bodies.add(response.bytes()));
            }
            world.settle();
            assertThat(bodies).hasSize(3).allMatch(body -> body.length == 5_000 || Arrays.equals(body, LARGE));
        }
    }

    @Seeds(20)
    void anEventComesWhenItIsSentAndNotWhenOthersHaveFilledABlock(Simulation simulation) {
        simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(5)));
        Snow app = new Snow()
                .filter(compression())
                .get("/", request -> Response.stream(events(Scheduler.current(), 3), "text/event-stream"));
        try (World world = new World(simulation, app)) {
            List<Duration> times = new ArrayList<>();
            EventLoop loop = world.clientLoop;
            loop.submit(() -> world.fetcher.with(contentDecoding()).handle(Request.get(world.server.url("/"))))
                    .onComplete((response, error) -> read(world, response.body().stream(), times));
            world.settle();
            assertThat(times).hasSize(3);
            for (int i = 0; i < 3; i++) {
                assertThat(times.get(i)).isBetween(Duration.ofSeconds(i + 1), Duration.ofMillis(1000 * (i + 1) + 100));
            }
        }
    }

    private static void read(World world, BodyStream body, List<Duration> times) {
        body.read().on(world.clientLoop).onComplete((piece, error) -> {
            if (piece != null) {
                times.add(world.now());
                read(world, body, times);
            }
        });
    }

    /** Resets, and fetches that are called off at any time. */
    @Seeds(50)
    void everyEncoderIsClosedOnceWhateverBreaks(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.hostile(simulation.random())));
        CountedGzip coding = new CountedGzip();
        Snow app = app().filter(Compression.builder().coding(coding).build());
        try (World world = new World(simulation, app)) {
            Random random = simulation.random();
            for (int i = 0; i < 5; i++) {
                String path = List.of("/large", "/stream", "/small").get(random.nextInt(3));
                world.fetch(
                        Duration.ofMillis(random.nextInt(500)),
                        Request.get(world.server.url(path)).withHeader("Accept-Encoding", "counted"));
            }
            world.cancelSome(Duration.ofSeconds(2));
            world.settle();
            assertThat(coding.closes).allMatch(count -> count[0] == 1);
        }
    }

    private static final class CountedGzip implements ContentCoding {
        final List<int[]> closes = new ArrayList<>();

        @Override
        public String name() {
            return "counted";
        }

        @Override
        public OutputStream encoder(OutputStream out) throws IOException {
            int[] count = {0};
            closes.add(count);
            return new FilterOutputStream(new GZIPOutputStream(out, 512, true)) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    out.write(bytes, from, length);
                }

                @Override
                public void close() throws IOException {
                    count[0]++;
                    out.close();
                }
            };
        }
    }
}
