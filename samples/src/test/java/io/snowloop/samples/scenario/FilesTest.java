// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.FileBody;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import io.snowloop.server.StaticFiles;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.OpenFiles;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Files: whole, in parts, called off midway, and up as well as down. */
@Tag("once") // more than half a minute
@EveryVersion({Segmentation.WHOLE, Segmentation.BYTES})
class FilesTest {
    /** More than any socket here takes at once, and than is read into memory to go with its head. */
    private static final int LENGTH = 60_000;

    private static final byte[] CONTENT = new byte[LENGTH];

    @TempDir
    private static Path folder;

    private static Path file;
    private static Handler app;

    @BeforeAll
    static void makeFile() throws IOException {
        new Random(7).nextBytes(CONTENT);
        file = Files.write(folder.resolve("file.bin"), CONTENT);
        app = new Snow()
                .get("/files/{path:path}", StaticFiles.of(folder))
                .route(
                        Method.PUT,
                        "/",
                        request -> request.body().collect(LENGTH).map(body -> Response.bytes(body.array(), "a/b")));
    }

    private static Request part(World world, int first, int last) {
        return Request.get(world.server.url("/files/file.bin")).withHeader("Range", "bytes=" + first + "-" + last);
    }

    /** A part of any size, small or large. */
    private static Call fetchPart(World world, Duration latest) {
        Random random = world.simulation.random();
        int first = random.nextInt(LENGTH);
        int last = first + random.nextInt(LENGTH - first);
        Duration time = Duration.ofMillis(random.nextInt((int) latest.toMillis()));
        return world.fetch(time, part(world, first, last));
    }

    private static void assertRight(Call call) {
        String[] range =
                call.request.header("Range").substring("bytes=".length()).split("-");
        assertThat(call.response.status()).isEqualTo(Status.PARTIAL_CONTENT);
        assertThat(call.response.bytes())
                .isEqualTo(Arrays.copyOfRange(CONTENT, Integer.parseInt(range[0]), Integer.parseInt(range[1]) + 1));
    }

    @Seeds
    void everyPartIsRightWhateverTheNetworkDoesShortOfBreaking(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.benign(simulation.random())));
        try (World world = new World(simulation, app)) {
            for (int i = 0; i < 3; i++) {
                fetchPart(world, Duration.ofMillis(500));
            }
            world.settle();
            world.calls.forEach(FilesTest::assertRight);
            assertThat(OpenFiles.of(file)).isZero();
        }
    }

    @Seeds
    void noPartIsShortAndNoFileStaysOpenWhateverBreaks(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.hostile(simulation.random())));
        try (World world = new World(simulation, app)) {
            for (int i = 0; i < 5; i++) {
                fetchPart(world, Duration.ofMillis(500));
            }
            world.cancelSome(Duration.ofSeconds(2));
            world.settle();
            for (Call call : world.calls) {
                if (call.error == null) {
                    assertRight(call);
                }
            }
            assertThat(OpenFiles.of(file)).isZero();
        }
    }

    /** What broke off is fetched from where it broke off: together it is the file. */
    @OnlyOver(value = Version.HTTP_1_1, because = "with HTTP/2 a file of this size is one piece, which is read at once")
    @Seeds
    void aDownloadThatIsCalledOffMidwayClosesTheFileAtOnce(Simulation simulation) {
        simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(5)).buffers(3_000));
        int after = 1 + simulation.random().nextInt(10);
        try (World world = new World(simulation, app)) {
            Call call = world.fetch(Duration.ZERO, part(world, 0, LENGTH - 1));
            int[] segments = {0};
            long[] open = {-1};
            simulation.network().onSegment(segment -> {
                if (++segments[0] == after + 3) { // the handshake, the request, and some of the answer
                    open[0] = OpenFiles.of(file);
                    call.cancel();
                }
            });
            simulation.runFor(Duration.ofSeconds(1));
            assertThat(call.future.isCancelled()).isTrue();
            assertThat(open[0]).as("it was under way").isEqualTo(1);
            assertThat(OpenFiles.of(file)).isZero();
        }
    }

    @Seeds
    void aFileGoesUpAsItComesDown(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random)));
        try (World world = new World(simulation, app)) {
            int first = random.nextInt(LENGTH);
            FileBody body = new FileBody(file, first, LENGTH - first);
            Call call = world.fetch(Duration.ZERO, Request.put(world.server.url("/"), body));
            world.settle();
            assertThat(call.response.bytes()).isEqualTo(Arrays.copyOfRange(CONTENT, first, LENGTH));
            assertThat(OpenFiles.of(file)).isZero();
        }
    }

    /** Takes so many bytes of a file, every so often. */
    private static final class SteadyReader extends RecordingProtocol {
        private final Scheduler loop;
        private final Duration pause;

        SteadyReader(Scheduler loop, Duration pause) {
            this.loop = loop;
            this.pause = pause;
        }

        @Override
        protected void onConnected() {
            write("GET /files/file.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        }

        @Override
        protected void onReceived(byte[] piece) {
            transport.pauseReading();
            loop.schedule(pause, () -> transport.resumeReading());
        }

        @Override
        protected void onEnded() {
            transport.close();
        }
    }

    private static SteadyReader read(Simulation simulation, Duration pause) {
        simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(5)).buffers(1_000));
        ServerOptions impatient = ServerOptions.builder().minimumRate(100).build();
        try (World world = new World(simulation, app, impatient, World.PATIENT_CLIENT)) {
            SteadyReader reader = new SteadyReader(world.clientLoop, pause);
            world.connect(reader);
            world.settle();
            assertThat(OpenFiles.of(file)).isZero();
            return reader;
        }
    }

    /** 1,000 bytes and more, ten times too slow. */
    @OnlyOver(value = Version.HTTP_1_1, because = "the client writes its bytes")
    @Seeds(1)
    void aReaderThatTakesTooLittleIsLeft(Simulation simulation) {
        SteadyReader reader = read(simulation, Duration.ofSeconds(100));

        assertThat(reader.received()).isLessThan(LENGTH);
        assertThat(reader.cause).isInstanceOf(IOException.class);
    }

    /** 1,000 bytes and more, twice as fast as has to be. */
    @OnlyOver(value = Version.HTTP_1_1, because = "the client writes its bytes")
    @Seeds(1)
    void aReaderThatIsSlowButSteadyGetsAll(Simulation simulation) {
        SteadyReader reader = read(simulation, Duration.ofSeconds(5));

        byte[] all = reader.bytes();
        assertThat(Arrays.copyOfRange(all, all.length - LENGTH, all.length)).isEqualTo(CONTENT);
        assertThat(reader.cause).isNull();
    }
}
