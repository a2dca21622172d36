// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.FormData;
import io.snowloop.client.Timeouts;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.ByteRate;
import io.snowloop.http.FileBody;
import io.snowloop.http.Filter;
import io.snowloop.http.Progress;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.server.StaticFiles;
import io.snowloop.server.multipart.Multipart;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/upload-and-download.md} shows. */
class TransfersPageTest {
    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.2");
    private final Fetcher fetcher = Fetcher.on(loop);
    private final String url = "http://10.0.0.1/";

    @TempDir
    private Path folder;

    @BeforeEach
    void serve() throws IOException {
        Files.createDirectory(folder.resolve("served"));
        Path film = Files.write(folder.resolve("served/film.mp4"), new byte[300_000]);
        Files.setLastModifiedTime(film, FileTime.from(Instant.EPOCH)); // else its tag would be weak
        Snow app = new Snow()
                .post(
                        "/photos",
                        Multipart.DEFAULT.form((request, form) -> Response.text(
                                form.field("title") + ", " + form.file("photo").fileName())))
                .put("/film", request -> Response.text(request.bytes().length + " bytes"))
                .get("/files/{path:path}", StaticFiles.of(folder.resolve("served")))
                .bodyLimit(1_000_000);
        Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void aFormWithAFile() throws Exception {
        Path photo = Files.writeString(folder.resolve("snow.jpg"), "jpeg");
        // region form
        FormData form = FormData.create().plusField("title", "First snow").plusFile("photo", photo);
        Future<Response> answer = fetcher.fetch(form.post(url + "photos"));
        // endregion

        assertThat(simulation.runUntil(answer).text()).isEqualTo("First snow, snow.jpg");
    }

    @Test
    void anUploadThatIsWatched() throws Exception {
        Path film = folder.resolve("served/film.mp4");
        List<String> log = new ArrayList<>();
        // region progress
        Body body = Progress.of(FileBody.of(film), (bytes, total) -> log.add(100 * bytes / total + " %"));
        Future<Response> answer = fetcher.fetch(Request.put(url + "film", body));
        // endregion

        assertThat(simulation.runUntil(answer).text()).isEqualTo("300000 bytes");
        assertThat(log).containsExactly("21 %", "43 %", "65 %", "87 %", "100 %");
    }

    @Test
    void aDownloadThatIsWatchedAndSlow() throws Exception {
        List<Long> log = new ArrayList<>();
        Path file = folder.resolve("film.mp4");
        // region rate
        ByteRate rate = ByteRate.perSecond(100_000); // for all downloads together
        Filter slow =
                (request, next) -> next.handle(request).map(response -> response.withBody(rate.limit(response.body())));
        // endregion
        // region watched
        Filter watched = (request, next) -> next.handle(request)
                .map(response -> response.withBody(Progress.of(response.body(), (bytes, total) -> log.add(bytes))));
        Future<Response> saved = fetcher.with(watched).with(slow).download(Request.get(url + "files/film.mp4"), file);
        // endregion
        long begin = loop.ticker().nanoTime();
        simulation.runUntil(saved);

        assertThat(Files.size(file)).isEqualTo(300_000);
        assertThat(Duration.ofNanos(loop.ticker().nanoTime() - begin))
                .isBetween(Duration.ofMillis(2_800), Duration.ofMillis(3_000));
        assertThat(log).endsWith(300_000L);
    }

    @Test
    void aDownloadWithADigest() throws Exception {
        Path file = folder.resolve("film.mp4");
        // region digest
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Filter digested = (request, next) -> next.handle(request)
                .map(response -> response.withBody(response.body().stream().onPiece(digest::update)));
        Future<String> saved = fetcher.with(digested)
                .download(Request.get(url + "files/film.mp4"), file)
                .map(response -> HexFormat.of().formatHex(digest.digest())); // compare it with that of the publisher
        // endregion

        byte[] whole = MessageDigest.getInstance("SHA-256").digest(new byte[300_000]);
        assertThat(simulation.runUntil(saved)).isEqualTo(HexFormat.of().formatHex(whole));
        assertThat(file).hasSize(300_000);
    }

    /** The filter does not hide the body from who cancels it: its connection is closed. */
    @Test
    void aDownloadWithADigestThatIsCancelled() throws Exception {
        Filter digested = (request, next) -> next.handle(request)
                .map(response -> response.withBody(response.body().stream().onPiece(piece -> {})));
        Response response = simulation.runUntil(fetcher.with(digested).handle(Request.get(url + "files/film.mp4")));
        loop.execute(response::cancel);
        simulation.runFor(Duration.ZERO);

        assertThat(fetcher.connections()).isZero();
    }

    @Test
    void aDownloadThatGoesOn() throws Exception {
        Path file = folder.resolve("film.mp4");
        Request request = Request.get(url + "files/film.mp4");
        ByteRate rate = ByteRate.perSecond(100_000);
        Filter slow = (each, next) -> next.handle(each).map(response -> response.withBody(rate.limit(response.body())));
        Future<Response> first = fetcher.with(slow).resumeDownload(request, file);
        simulation.runFor(Duration.ofSeconds(1));
        first.cancel();
        simulation.runFor(Duration.ZERO);
        assertThat(Files.size(folder.resolve("film.mp4.part"))).isBetween(50_000L, 200_000L);
        // region resume
        Future<Response> saved = fetcher.resumeDownload(request, file); // and again, until it is there
        // endregion

        assertThat(simulation.runUntil(saved).status().code()).isEqualTo(206);
        assertThat(Files.size(file)).isEqualTo(300_000);
        assertThat(folder.resolve("film.mp4.part")).doesNotExist();
    }

    @Test
    void anUploadThatAsksFirst() throws Exception {
        Path film = folder.resolve("served/film.mp4");
        // region expect
        Request upload = Request.put(url + "film", FileBody.of(film)).withHeader("Expect", "100-continue");
        Timeouts timeouts =
                Timeouts.builder().expectContinue(Duration.ofSeconds(2)).build();
        Fetcher patient =
                Fetcher.on(loop, FetcherOptions.builder().timeouts(timeouts).build());
        Future<Response> answer = patient.fetch(upload);
        // endregion

        assertThat(simulation.runUntil(answer).text()).isEqualTo("300000 bytes");
    }
}
