// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Body;
import io.snowloop.http.FileBody;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.OpenFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EverySegmentation
@DisplayName("An answer that is a file")
class FileAnswerTest {
    private static final String SMALL = "x".repeat(10_000);
    private static final String LARGE = "x".repeat(200_000);
    private static final String GET = "GET / HTTP/1.1\nHost: a\n\n";

    @TempDir
    private Path folder;

    private Path file;
    private Response response;
    private TestClient client;

    @BeforeEach
    void connect() {
        file = folder.resolve("file");
        client = new TestClient(new Snow().get("/", request -> response));
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void answerWith(String content) throws IOException {
        response = Response.of(Status.OK).withBody(FileBody.of(Files.writeString(file, content)));
    }

    @Test
    void leavesInOneWriteWithItsHeadIfItIsSmall() throws IOException {
        answerWith(SMALL);
        client.send(GET);

        assertThat(client.answer()).isEqualTo("HTTP/1.1 200 OK\nContent-Length: 10000\n\n" + SMALL);
        assertThat(client.socket.writes).isEqualTo(1);
        assertThat(OpenFiles.of(file)).isZero();
    }

    @Test
    void isFollowedByTheNextAnswer() throws IOException {
        answerWith(LARGE);
        client.send(GET + GET);

        String answer = "HTTP/1.1 200 OK\nContent-Length: 200000\n\n" + LARGE;
        assertThat(client.answer()).isEqualTo(answer + answer);
        assertThat(OpenFiles.of(file)).isZero();
    }

    @Test
    void isOneChunkWhereTheHeadSaysThatThereAreChunks() throws IOException {
        answerWith(LARGE);
        response = response.withHeader("Transfer-Encoding", "chunked");
        client.send(GET);

        assertThat(client.answer())
                .isEqualTo("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n30d40\n" + LARGE + "\n0\n\n");
    }

    @Test
    void isNotOpenedForHead() throws IOException {
        answerWith(LARGE);
        Files.delete(file);
        client.send("HEAD / HTTP/1.1\nHost: a\n\n");

        assertThat(client.answer()).isEqualTo("HTTP/1.1 200 OK\nContent-Length: 200000\n\n");
    }

    @Test
    void isClosedWhenTheClientLeavesMidway() throws IOException {
        answerWith(LARGE);
        client.socket.block();
        client.send(GET);
        assertThat(OpenFiles.of(file)).isEqualTo(1);

        client.socket.breakWith(new IOException("gone"));
        client.test.turnUntilIdle();

        assertThat(OpenFiles.of(file)).isZero();
    }

    @Test
    void goesOnWhereItStoodOnceTheClientReads() throws IOException {
        answerWith(LARGE);
        client.socket.block();
        client.send(GET);
        assertThat(client.socket.queued()).isLessThan(200_000);

        client.socket.unblock();

        assertThat(client.answer()).isEqualTo("HTTP/1.1 200 OK\nContent-Length: 200000\n\n" + LARGE);
    }

    @Test
    void thatHasBecomeShorterBreaksTheConnectionAndTheLogSaysWhy() throws IOException {
        answerWith(LARGE);
        Files.writeString(file, LARGE.substring(100_000));
        try (LogCapture log = new LogCapture(ServerExchange.class)) {
            client.send(GET);

            assertThat(client.socket.isAborted()).isTrue();
            assertThat(log.records()).singleElement().satisfies((LogRecord record) -> {
                assertThat(record.getLevel()).isEqualTo(Level.WARNING);
                assertThat(record.getThrown())
                        .hasMessage(file + " ends after 100000 of the 200000 bytes from 0 that were announced");
            });
        }
        assertThat(OpenFiles.of(file)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 200_000})
    void thatCannotBeOpenedIsAnErrorAndTheConnectionGoesOn(int size) throws IOException {
        String content = "x".repeat(size);
        answerWith(content);
        Files.delete(file);
        try (LogCapture log = new LogCapture(ServerExchange.class)) {
            client.send(GET);

            assertThat(client.answer()).isEqualTo("HTTP/1.1 500 Internal Server Error\nContent-Length: 0\n\n");
            assertThat(log.records())
                    .singleElement()
                    .satisfies((LogRecord record) ->
                            assertThat(record.getThrown()).isInstanceOf(NoSuchFileException.class));
        }
        answerWith(content);
        client.send(GET);

        assertThat(client.answer()).endsWith("\n\n" + content);
        assertThat(OpenFiles.of(file)).isZero();
    }

    /** Else the new bytes, or a part of them, would be kept under the tag of the old ones. */
    @ParameterizedTest
    @ValueSource(strings = {"replaced", "longer", "deleted", "a folder"})
    void ofStaticFilesIsSentOnlyIfTheFileIsTheOneThatWasLookedUp(String change) throws IOException {
        Files.setLastModifiedTime(Files.writeString(file, LARGE), FileTime.fromMillis(1_000));
        Snow app = new Snow()
                .filter((request, next) -> next.handle(request).map(found -> {
                    change(change); // while the answer waits: in HTTP/2, for a client that reads slowly
                    return found;
                }))
                .get("/{path:path}", StaticFiles.of(folder));
        try (TestClient other = new TestClient(app);
                LogCapture log = new LogCapture(ServerExchange.class)) {
            other.send("GET /file HTTP/1.1\nHost: a\n\n");

            assertThat(other.answer()).isEqualTo("HTTP/1.1 503 Service Unavailable\nContent-Length: 0\n\n");
            assertThat(log.records()).singleElement().satisfies((LogRecord record) -> {
                assertThat(record.getLevel()).isEqualTo(Level.WARNING);
                assertThat(record.getMessage()).contains(file + ": has changed since it was looked up");
            });
            other.send("GET /file HTTP/1.1\nHost: a\n\n");
            assertThat(other.answer()).startsWith("HTTP/1.1 ");
            assertThat(other.socket.isAborted()).isFalse();
        }
        assertThat(Files.exists(file) ? OpenFiles.of(file) : 0).isZero();
    }

    private void change(String how) {
        try {
            Files.delete(file);
            if (how.equals("a folder")) {
                Files.createDirectory(file);
            } else if (!how.equals("deleted")) {
                Path part = Files.writeString(folder.resolve("part"), how.equals("longer") ? LARGE + LARGE : LARGE);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void isClosedIfItsHeadCannotBeSent() throws IOException {
        answerWith(LARGE);
        response = response.withHeader("Content-Length", "7");
        try (LogCapture log = new LogCapture(ServerExchange.class)) {
            client.send(GET);

            assertThat(client.answer()).startsWith("HTTP/1.1 500 ");
            assertThat(log.records()).hasSize(1);
        }
        assertThat(OpenFiles.of(file)).isZero();
    }

    @Test
    void mayBeDroppedByAFilter() throws IOException {
        answerWith(LARGE);
        response = response.withBody(Body.of("instead"));
        client.send(GET);

        assertThat(client.answer()).endsWith("\n\ninstead");
        assertThat(OpenFiles.of(file)).isZero();
    }
}
