// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.ContentDisposition;
import io.snowloop.http.HttpException;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.BlockingThreads;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.server.multipart.Multipart;
import io.snowloop.server.multipart.Part;
import io.snowloop.server.multipart.Parts;
import io.snowloop.server.multipart.Upload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/uploads.md} shows. */
class UploadsPageTest {
    private static Request form(String url) {
        String body = "--snow\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nWinter\r\n"
                + "--snow\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"../a.png\"\r\n\r\n"
                + "x".repeat(100_000) + "\r\n--snow--\r\n";
        return Request.post(url, Body.of(body)).withHeader("Content-Type", "multipart/form-data; boundary=snow");
    }

    private static Response send(Snow app) throws Exception {
        try (Server server = app.listen(0);
                Fetcher fetcher = Fetcher.create()) {
            return fetcher.runUntil(fetcher.fetch(form(server.url("/photos"))));
        }
    }

    @Test
    void filesAreSaved(@TempDir Path folder) throws Exception {
        // region form
        Multipart multipart =
                Multipart.builder().folder(folder).maxBody(50 * 1024 * 1024).build();
        Snow app = new Snow().post("/photos", multipart.form((request, form) -> {
            Upload photo = form.file("photo");
            if (photo == null) {
                throw new HttpException(Status.BAD_REQUEST, "choose a photo");
            }
            Path saved = folder.resolve(UUID.randomUUID() + "-" + photo.fileName());
            photo.saveAs(saved);
            return Response.text("thank you for " + form.field("title"));
        }));
        // endregion

        assertThat(send(app).text()).isEqualTo("thank you for Winter");
        assertThat(send(app).text()).isEqualTo("thank you for Winter");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2).allSatisfy(file -> assertThat(file).hasSize(100_000));
        }
    }

    @Test
    void filesAreGivenBack(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("7"), "jpeg");
        Map<String, String> names = Map.of("7", "雪 \"1\".jpg");
        // region attachment
        Snow app = new Snow().get("/photos/{id:int}", request -> {
            String id = request.path("id");
            return Response.file(folder.resolve(id))
                    .withHeader("Content-Disposition", ContentDisposition.attachment(names.get(id)));
        });
        // endregion

        assertThat(app.handle(Request.get("/photos/7")).resultNow().header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"_ _1_.jpg\"; filename*=UTF-8''%E9%9B%AA%20%221%22.jpg");
    }

    @Test
    void aFormIsUsedByAnotherThread(@TempDir Path folder) throws Exception {
        Multipart multipart = Multipart.builder().folder(folder).build();
        List<String> rows = new CopyOnWriteArrayList<>();
        // region database
        Executor threads = BlockingThreads.pool("photos", 10, 100);
        Snow app = new Snow()
                .route(
                        Method.POST,
                        "/photos",
                        request -> multipart.form(request, form -> {
                            return Scheduler.current().blocking(threads, () -> {
                                Path saved = folder.resolve(UUID.randomUUID().toString());
                                form.file("photo").saveAs(saved);
                                rows.add(form.field("title") + " is in " + saved); // an INSERT of JDBC
                                return Response.text("thank you");
                            });
                        }));
        // endregion

        assertThat(send(app).text()).isEqualTo("thank you");
        assertThat(rows).singleElement().asString().startsWith("Winter is in");
    }

    @Test
    void partsAreRead() throws Exception {
        // region parts
        Snow app = new Snow().route(Method.POST, "/photos", request -> {
            Parts parts = Multipart.DEFAULT.parts(request);
            return count(parts, 0).map(bytes -> Response.text("files of " + bytes + " bytes"));
        });
        // endregion

        assertThat(send(app).text()).isEqualTo("files of 100000 bytes");
    }

    // region count
    private static Future<Integer> count(Parts parts, int sum) {
        return parts.next().flatMap(part -> {
            if (part == null) {
                return Future.completed(sum); // that was the last
            }
            return part.fileName() == null ? count(parts, sum) : count(parts, part, sum);
        });
    }

    private static Future<Integer> count(Parts parts, Part file, int sum) {
        return file.body()
                .read()
                .flatMap(piece -> piece == null ? count(parts, sum) : count(parts, file, sum + piece.remaining()));
    }
    // endregion
}
