// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Response;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.OpenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The files of a connection of HTTP/2")
class Http2FilesTest {
    private static final int SIZE = 200_000;

    @TempDir
    private Path folder;

    private Path file;
    private Snow app;
    private Http2Client client;

    private final CapturedLog log = new CapturedLog(ServerOptions.class);

    @BeforeEach
    void connect() throws IOException {
        file = Files.write(folder.resolve("file"), new byte[SIZE]);
        Path small = Files.write(folder.resolve("small"), new byte[60_000]);
        app = new Snow()
                .get("/", request -> Response.file(file))
                .get("/small", request -> Response.file(small))
                .get("/text", request -> Response.text("text"));
        client = new Http2Client(app);
    }

    @AfterEach
    void close() {
        client.socket.breakWith(new IOException("gone"));
        client.test.turnUntilIdle();
        assertThat(OpenFiles.of(file)).isZero();
        client.close();
        log.close();
    }

    private List<Integer> ask(int count) {
        return IntStream.range(0, count).mapToObj(i -> client.get("/")).toList();
    }

    /** One more client, which asks so many times. */
    private Http2Client another(boolean reads, int count) {
        Http2Client other = new Http2Client(client);
        other.reads = reads;
        for (int i = 0; i < count; i++) {
            other.get("/");
        }
        return other;
    }

    /** As many of other clients may come through the same proxy. */
    @Test
    void ofAClientThatDoesNotReadAreSixtyFour() {
        client.reads = false;
        ask(100);

        assertThat(OpenFiles.of(file)).isEqualTo(64);
    }

    /** A few connections would else take all descriptors of the process. */
    @Test
    void ofEachFurtherClientAreSixteen() {
        client.reads = false;
        ask(64);
        Http2Client second = another(false, 30);

        assertThat(OpenFiles.of(file)).isEqualTo(64 + 16);
        second.socket.breakWith(new IOException("gone"));
    }

    @Test
    void areAsManyAsTheSettingSaysAndTheLogNamesIt() {
        Http2Client first = new Http2Client(
                app, TestClient.OPTIONS.toBuilder().maxHttp2Files(32).build());
        first.reads = false;
        for (int i = 0; i < 8; i++) {
            first.get("/");
        }
        assertThat(log.records()).isEmpty();
        first.get("/");
        Http2Client second = new Http2Client(first);
        second.reads = false;
        for (int i = 0; i < 3; i++) {
            second.get("/");
        }

        assertThat(OpenFiles.of(file)).as("a quarter, and a sixteenth").isEqualTo(8 + 2);
        assertThat(log.records())
                .singleElement()
                .satisfies(record -> assertThat(record.getMessage())
                        .contains("ServerOptions.maxHttp2Files", "32", "an answer waits"));
        second.socket.breakWith(new IOException("gone"));
        first.socket.breakWith(new IOException("gone"));
        first.test.turnUntilIdle();
        first.close();
    }

    /** It has sixteen slow clients itself, and would else wait for them although there is room for all. */
    @Test
    void thatWaitBeginWhenThoseOfAnotherClientAreGone() {
        client.reads = false;
        ask(64);
        Http2Client second = another(false, 30);
        client.socket.breakWith(new IOException("gone"));
        client.test.turnUntilIdle();

        assertThat(OpenFiles.of(file)).isEqualTo(30);
        second.socket.breakWith(new IOException("gone"));
    }

    /** A thousand connections would else take 16,000 descriptors. */
    @Test
    void ofManyClientsThatDoNotReadAreOneEach() {
        client.reads = false;
        ask(64);
        List<Http2Client> others = new ArrayList<>();
        for (int i = 0; i < 22; i++) {
            others.add(another(false, 20));
        }

        assertThat(OpenFiles.of(file)).isEqualTo(64 + 12 * 16 + 10);
        others.forEach(other -> other.socket.breakWith(new IOException("gone")));
    }

    /** Each has its place: the next one has it when the first is read. */
    @Test
    void followOneAnotherAlsoWhereEachHasOne() {
        client.reads = false;
        ask(64);
        List<Http2Client> others = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            others.add(another(i == 12, 20));
        }
        Http2Client reader = others.get(12);
        reader.pass(ofSeconds(1));

        assertThat(reader.events()).filteredOn(event -> event.endsWith(" end")).hasSize(20);
        others.forEach(other -> other.socket.breakWith(new IOException("gone")));
    }

    @Test
    void followOneAnother() {
        ask(100);
        client.pass(ofSeconds(1));

        assertThat(client.events()).filteredOn(event -> event.endsWith(" end")).hasSize(100);
        assertThat(client.codec.openStreams()).isZero();
    }

    /** The last sixteen wait for a place. */
    @Test
    void areNotOpenedForStreamsThatWereReset() {
        client.reads = false;
        List<Integer> streams = ask(80);
        for (int waiting : streams.subList(64, 79)) {
            client.reset(waiting, ErrorCode.CANCEL);
        }
        client.events();
        client.reset(streams.get(0), ErrorCode.CANCEL);
        client.pass(ofSeconds(1));

        assertThat(client.events()).contains(streams.get(79) + ": 200");
        assertThat(OpenFiles.of(file)).isEqualTo(64);
        client.reset(streams.get(1), ErrorCode.CANCEL);
        client.pass(ofSeconds(1));
        assertThat(OpenFiles.of(file)).isEqualTo(63);
    }

    /** In one step: a place is free, and the stream that is the next one is gone. */
    @Test
    void goToTheOneBehindAStreamThatWasReset() {
        client.reads = false;
        List<Integer> streams = ask(66);
        client.events();
        client.send(queue -> {
            client.codec.reset(streams.get(0), ErrorCode.CANCEL, queue);
            client.codec.reset(streams.get(64), ErrorCode.CANCEL, queue);
        });
        client.pass(ofSeconds(1));

        assertThat(client.events()).contains(streams.get(65) + ": 200");
    }

    @Test
    void holdUpNoOtherAnswer() {
        client.reads = false;
        ask(80);
        client.events();
        int small = client.get("/small");
        int text = client.get("/text");

        assertThat(client.events()).contains(small + ": 200", text + ": 200");
    }

    /** As any that does not open a window in that time: the next ones get their places. */
    @Test
    void thatAreNotReadEndAfterTheGrace() {
        client.reads = false;
        List<Integer> streams = ask(80);
        client.pass(ofSeconds(60));
        client.pass(ofSeconds(60));
        client.pass(ofSeconds(1));

        assertThat(client.events()).contains(streams.get(63) + ": reset CANCEL", streams.get(79) + ": 200");
    }

    /** The client can open no window any more. */
    @Test
    void areClosedWhenTheClientHasEndedItsSide() {
        client.reads = false;
        ask(80);
        client.socket.sendEnd();
        client.pass(ofSeconds(30)); // ServerTimeouts.halfClosed

        assertThat(client.socket.isAborted()).isTrue();
    }
}
