// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Body;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Snow;
import io.snowloop.server.multipart.Multipart;
import io.snowloop.server.multipart.Upload;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Forms with files: right when they arrive, and without a temporary file when they do not. */
@EveryVersion({Segmentation.WHOLE, Segmentation.BYTES})
class UploadsTest {
    @TempDir
    private static Path folder;

    private static Handler app;

    @BeforeAll
    static void makeApp() {
        Multipart multipart =
                Multipart.builder().folder(folder).maxMemory(1_000).build();
        app = new Snow().post("/", multipart.form((request, form) -> {
            Upload file = form.file("file");
            return Response.text(form.field("title") + " " + (file == null ? "none" : file.length()));
        }));
    }

    private static Request upload(World world, int length) {
        String form = "--snow\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA title\r\n"
                + "--snow\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
                + "\r\n--sno".repeat(length / 7) + "\r\n--snow--\r\n";
        return Request.post(world.server.url("/"), Body.of(form))
                .withHeader("Content-Type", "multipart/form-data; boundary=snow");
    }

    private static long temporaryFiles() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Seeds(50)
    void arriveAsTheyWereSentWhateverTheNetworkDoesShortOfBreaking(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.benign(simulation.random())));
        int length = 7 * simulation.random().nextInt(1_000);
        try (World world = new World(simulation, app)) {
            Call call = world.fetch(Duration.ZERO, upload(world, length));
            world.settle();
            assertThat(call.response.text()).isEqualTo("A title " + length);
            assertThat(temporaryFiles()).isZero();
        }
    }

    @Seeds(50)
    void leaveNoTemporaryFileWhateverBreaks(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.hostile(simulation.random())));
        Random random = simulation.random();
        try (World world = new World(simulation, app)) {
            for (int i = 0; i < 5; i++) {
                world.fetch(Duration.ofMillis(random.nextInt(500)), upload(world, 7 * random.nextInt(1_000)));
            }
            world.cancelSome(Duration.ofSeconds(2));
            world.settle();
            assertThat(temporaryFiles()).isZero();
        }
    }
}
