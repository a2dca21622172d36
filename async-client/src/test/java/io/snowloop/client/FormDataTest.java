// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.MediaType;
import io.snowloop.http.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormDataTest {
    private static final MediaType CSV = MediaType.of("text", "csv");

    private final Scene scene = new Scene();
    private boolean cancelled;

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        scene.close();
    }

    private static String boundary(FormData form) {
        return form.type().parameter("boundary");
    }

    /** What the server gets, with B for the boundary. */
    private String sent(FormData form) {
        Future<?> response = scene.fetch(form.post(Scene.URL));
        String sent = scene.peer().take();
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
        assertThat(response.isDone()).isTrue();
        return sent.replace(boundary(form), "B");
    }

    @Test
    void hasFieldsAndFilesAndALength() throws IOException {
        Path file = Files.writeString(folder.resolve("höhle.css"), "p {}");
        FormData form = FormData.create().plusField("title", "grün").plusFile("style", file);

        String text = "--B\nContent-Disposition: form-data; name=\"title\"\n\ngrün\n--B\n"
                + "Content-Disposition: form-data; name=\"style\"; filename=\"höhle.css\"\n"
                + "Content-Type: text/css; charset=utf-8\n\np {}\n--B--\n";
        int length = text.replace("B", boundary(form)).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8).length;
        assertThat(sent(form))
                .isEqualTo("POST / HTTP/1.1\nHost: 10.0.0.1\nContent-Type: multipart/form-data; boundary=B\n"
                        + "Content-Length: " + length + "\n\n" + text);
        assertThat(sent(form)).as("once more").endsWith(text);
    }

    @Test
    void withoutPartsIsItsEnd() {
        assertThat(sent(FormData.create())).endsWith("\n\n--B--\n");
    }

    /** RFC 7578 §4.2: nothing in a name ends it, or begins another field. */
    @Test
    void namesAreEscaped() {
        FormData form = FormData.create()
                .plusFile("a\"b\r\nX: y", "c\"\u0000\u007fd.csv", CSV, Body.of("1"))
                .plusField("", "");

        assertThat(sent(form))
                .contains("; name=\"a%22b%0D%0AX: y\"; filename=\"c%22%00%7Fd.csv\"\nContent-Type: text/csv\n\n1\n--B")
                .endsWith("; name=\"\"\n\n\n--B--\n");
    }

    /** Two pieces; the end comes later. */
    private BodyStream stream(Promise<ByteBuffer> end) {
        return new BodyStream() {
            private int reads;

            @Override
            public Future<ByteBuffer> read() {
                return reads++ < 2 ? Future.completed(ByteBuffer.wrap(new byte[] {'x', 'y'})) : end;
            }

            @Override
            public void cancel() {
                cancelled = true;
            }
        };
    }

    @Test
    void aStreamIsSentInChunksAsItComes() {
        Promise<ByteBuffer> end = scene.loop.newPromise();
        FormData form =
                FormData.create().plusFile("log", "a.log", CSV, stream(end)).plusField("n", "1");
        Future<?> response = scene.fetch(form.post(Scene.URL));
        assertThat(scene.peer().take()).contains("Transfer-Encoding: chunked").endsWith("\n\n\n2\nxy\n2\nxy\n");

        scene.onLoop(() -> end.complete(null));
        assertThat(scene.peer().take()).contains("name=\"n\"\n\n").endsWith("--\n\n0\n\n");
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
        assertThat(response.isDone()).isTrue();
    }

    @Test
    void whatIsBeingSentIsCancelledWithTheFetch() {
        FormData form = FormData.create().plusFile("log", "a.log", CSV, stream(scene.loop.newPromise()));
        Future<?> response = scene.fetch(form.post(Scene.URL));
        response.cancel();
        scene.settle();

        assertThat(cancelled).isTrue();
    }

    @Test
    void whatIsNotSentIsCancelled() {
        BodyStream body = FormData.create()
                .plusFile("log", "a.log", CSV, stream(scene.loop.newPromise()))
                .body();
        body.cancel();

        assertThat(cancelled).isTrue();
        assertThat(body.read().outcome().error()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aFormIsSentOnceAndMadeAgainWithoutAStream() {
        Request post = FormData.create().plusField("n", "1").post(Scene.URL);
        scene.fetch(post);
        assertThat(scene.peer().take()).endsWith("--\n");

        assertThat(Scene.error(scene.fetch(post)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this form has been sent before");
    }

    @Test
    void aFormWithAStreamThatHasBeenReadIsNotSent() {
        BodyStream content = BodyStream.of(() -> Future.completed(null));
        FormData form = FormData.create().plusFile("log", "a.log", CSV, content);
        sent(form);

        assertThat(Scene.error(scene.fetch(form.post(Scene.URL)))).hasMessageContaining("has been sent or read before");
        assertThat(scene.fetcher.connections()).as("nothing of it was sent").isEqualTo(1);
    }

    @Test
    void aFileThatIsNotThereIsRefusedAtOnce() {
        assertThatThrownBy(() -> FormData.create().plusFile("a", folder.resolve("none")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none");
    }

    @Test
    void twoFormsHaveDifferentBoundaries() {
        assertThat(boundary(FormData.create())).isNotEqualTo(boundary(FormData.create()));
        Request post = FormData.create().post(Scene.URL);
        assertThat(post.body().length()).isPositive();
    }
}
