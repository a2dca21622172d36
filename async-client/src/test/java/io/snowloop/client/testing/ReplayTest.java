// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
    private static final String URL = "http://a.test/x?y=1";
    private static final Handler NOTHING = request -> {
        throw new AssertionError("a replay sends nothing: " + request);
    };

    @TempDir
    Path folder;

    private int served;

    private Path file() {
        return folder.resolve("traffic.txt");
    }

    /** Records this, and loads it. */
    private Handler recorded(Recorder recorder, Handler server, Request... requests) throws IOException {
        for (Request request : requests) {
            recorder.around(server).handle(request).resultNow();
        }
        recorder.save(file());
        return Replay.load(file()).around(NOTHING);
    }

    private Handler echo() {
        return request -> Future.completed(Response.bytes(request.bytes(), "a/b")
                .withStatus(Status.CREATED)
                .withHeader("X-Count", Integer.toString(++served)));
    }

    /** An editor may remove blanks at the ends of lines. */
    @Test
    void aLineOfTextWithoutItsBlankIsEmpty() throws IOException {
        Files.writeString(file(), "request GET " + URL + "\nresponse 200\ntext a\ntext\ntext b\n");

        Response response =
                Replay.load(file()).around(NOTHING).handle(Request.get(URL)).resultNow();
        assertThat(response.text()).isEqualTo("a\n\nb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "two\nlines",
                "ends\n",
                "\n",
                "\n\n",
                "text \u00fc\u2603",
                "a\r\nb",
                "nul\0",
                "request a b"
            })
    void answersWhatWasRecorded(String body) throws IOException {
        Request put = Request.put(URL, Body.of(body)).withHeader("A", "b: c");
        Response response = recorded(Recorder.create(), echo(), put).handle(put).resultNow();

        assertThat(response.status()).isEqualTo(Status.CREATED);
        assertThat(response.header("X-Count")).isEqualTo("1");
        assertThat(response.bytes()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytesThatAreNoTextComeBack() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Request put = Request.put(URL, Body.of(all));
        assertThat(recorded(Recorder.create(), echo(), put)
                        .handle(put)
                        .resultNow()
                        .bytes())
                .isEqualTo(all);
    }

    @Test
    void equalRequestsGetTheirResponsesInOrderAndEachOnce() throws IOException {
        Request get = Request.get(URL);
        Handler replay = recorded(Recorder.create(), echo(), get, get);

        assertThat(replay.handle(get).resultNow().header("X-Count")).isEqualTo("1");
        assertThat(replay.handle(get.withHeader("Other", "field")).resultNow().header("X-Count"))
                .isEqualTo("2");
        assertThat(replay.handle(get).outcome().error())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        file() + " has no response to GET " + URL + " with a body of 0 bytes. All that it had is used");
    }

    @Test
    void methodUrlAndBodyMustBeTheSame() throws IOException {
        Request post = Request.post(URL, Body.of("a"));
        Replay replay = replayOf(post);
        Handler handler = replay.around(NOTHING);

        assertThat(handler.handle(Request.put(URL, Body.of("a"))).isFailed()).isTrue();
        assertThat(handler.handle(Request.post(URL + "&z", Body.of("a"))).isFailed())
                .isTrue();
        assertThat(handler.handle(Request.post(URL, Body.of("b"))).outcome().error())
                .hasMessageEndingWith(" with a body of 1 bytes. Left are 1: POST " + URL);
        assertThat(replay.unused()).isEqualTo(1);
        assertThat(handler.handle(post).isFailed()).isFalse();
        assertThat(replay.unused()).isZero();
    }

    private Replay replayOf(Request request) throws IOException {
        recorded(Recorder.create(), echo(), request);
        return Replay.load(file());
    }

    @Test
    void credentialsAreNotWritten() throws IOException {
        Request get = Request.get(URL)
                .withHeader("authorization", "Bearer s3cret")
                .withHeader("Cookie", "id=s3cret")
                .withHeader("X-Api-Key", "s3cret")
                .withHeader("Accept", "text/html");
        Handler server = request -> Future.completed(Response.text("").withHeader("Set-Cookie", "id=s3cret"));
        recorded(Recorder.create().alsoRedacting("x-api-key"), server, get);

        assertThat(file()).content().doesNotContain("s3cret").contains("Accept: text/html", "Set-Cookie: (redacted)");
    }

    @Test
    void theFileCanBeRead() throws IOException {
        recorded(Recorder.create(), request -> Future.completed(Response.text("1\n2")), Request.get(URL));

        assertThat(file()).hasContent("""
                # HTTP traffic, recorded for tests

                request GET http://a.test/x?y=1
                response 200
                header Content-Type: text/plain; charset=utf-8
                text 1
                text 2
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "'text x', line 1: the first line must begin with request",
        "'request GET /\nheader x', line 2: a header has a colon: x",
        "'request GET /\nbody x', 'line 2: a line begins with request, response, header, text or base64, and this one with \"body\"'",
        "'request GET /', there is no response to GET /",
        "'request GET /\nresponse 200\nbase64 !', line 3: ",
    })
    void aFileOfAnotherFormatIsRefusedByItsLine(String text, String message) throws IOException {
        Files.writeString(file(), text);
        assertThatIOException().isThrownBy(() -> Replay.load(file())).withMessageStartingWith(file() + ": " + message);
    }
}
