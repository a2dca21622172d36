// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Live reload")
class LiveReloadTest {
    private static final String TAG = "<script src=\"/snowloop-reload.js\"></script>\n";
    private static final String LISTEN = "GET /snowloop-reload HTTP/1.1\nHost: a\n\n";

    @TempDir
    Path folder;

    private Object state = 1;

    private final LiveReload reload = new LiveReload(
            () -> {
                if (state instanceof IOException broken) {
                    throw broken;
                }
                if (state instanceof Error broken) {
                    throw broken;
                }
                return state;
            },
            Runnable::run);

    private Response through(Response response) {
        return reload.filter(Request.get("/"), request -> Future.completed(response))
                .resultNow();
    }

    private void assertUnchanged(Response response) {
        assertThat(through(response)).isSameAs(response);
    }

    @Test
    void addsItsScriptAtTheEndOfPages() {
        assertThat(through(Response.html("<body>a</body></html>")).text())
                .isEqualTo("<body>a" + TAG + "</body></html>");
        assertThat(through(Response.html("<p>\u00e9\u20ac")).text()).isEqualTo("<p>\u00e9\u20ac" + TAG);
        assertThat(through(Response.html("a").withStatus(Status.INTERNAL_SERVER_ERROR)))
                .satisfies(page -> assertThat(page.status()).isEqualTo(Status.INTERNAL_SERVER_ERROR))
                .satisfies(page -> assertThat(page.text()).isEqualTo("a" + TAG))
                .satisfies(page -> assertThat(page.header("Cache-Control")).isEqualTo("no-store"));
    }

    @Test
    void addsItToPagesThatAreFiles() throws IOException {
        Path page = Files.writeString(folder.resolve("a.html"), "<p>file");
        assertThat(through(Response.file(page)).text()).isEqualTo("<p>file" + TAG);
    }

    @Test
    void leavesAllOtherResponses() throws IOException {
        Path image = Files.writeString(folder.resolve("a.png"), "a");
        assertUnchanged(Response.file(image));
        assertUnchanged(Response.text("a"));
        assertUnchanged(Response.of(Status.NO_CONTENT));
        assertUnchanged(Response.html(""));
        assertUnchanged(Response.html("a").withHeader("Content-Encoding", "gzip"));
        assertUnchanged(Response.html("a").withStatus(Status.PARTIAL_CONTENT));
        assertUnchanged(Response.stream(BodyStream.of(() -> Future.completed(null)), "text/html"));
        assertUnchanged(Response.html("").withBody(Body.of(new byte[4 * 1024 * 1024 + 1])));
        assertUnchanged(Response.text("a").withHeader("Content-Type", "no type"));
    }

    @Test
    void hasTheScriptAsAFile() {
        Response script = new Snow()
                .filter(reload)
                .handle(Request.get("/snowloop-reload.js"))
                .resultNow();
        assertThat(script.header("Content-Type")).isEqualTo("text/javascript");
        assertThat(script.text()).contains("new EventSource('/snowloop-reload')", "location.reload()");
    }

    @Test
    void tellsAPageOfEachChangeOnce() {
        try (TestClient client = new TestClient(new Snow().filter(reload))) {
            client.send(LISTEN);
            assertThat(client.answer()).contains("200 OK", "text/event-stream");
            client.pass(Duration.ofSeconds(2));
            assertThat(client.answer()).isEmpty();

            state = 2;
            client.pass(Duration.ofMillis(500));
            assertThat(client.answer()).contains("data: changed");
            client.pass(Duration.ofSeconds(2));
            assertThat(client.answer()).isEmpty();
        }
    }

    @Test
    void goesOnAfterAFileThatCouldNotBeRead() {
        try (TestClient client = new TestClient(new Snow().filter(reload))) {
            client.send(LISTEN);
            client.answer();
            state = new IOException("gone");
            client.pass(Duration.ofMillis(500));
            assertThat(client.answer()).isEmpty();
            state = 2;
            client.pass(Duration.ofMillis(500));
            assertThat(client.answer()).contains("data: changed");
        }
    }

    @Test
    void looksNoLongerWhenThePageHasLeft() {
        try (TestClient client = new TestClient(new Snow().filter(reload))) {
            client.send(LISTEN);
            client.socket.breakWith(new IOException("reset"));
            client.pass(Duration.ofMillis(500));
            assertThat(client.test.loop.pendingTimers()).isZero();
        }
    }

    @Test
    void doesNotBlockTheLoopWhileItLooks() {
        Queue<Runnable> worker = new ArrayDeque<>();
        LiveReload slow = new LiveReload(() -> state, worker::add);
        try (TestClient client = new TestClient(new Snow().filter(slow))) {
            client.send(LISTEN);
            client.answer();
            worker.remove().run();
            client.test.turnUntilIdle();
            client.pass(Duration.ofMillis(500));
            state = 2;
            assertThat(client.answer()).isEmpty();
            worker.remove().run();
            client.test.turnUntilIdle();
            assertThat(client.answer()).contains("data: changed");
        }
    }

    @Test
    void looksOnceForAllPages() {
        Queue<Runnable> worker = new ArrayDeque<>();
        Snow app = new Snow().filter(new LiveReload(() -> state, worker::add));
        try (TestClient client = new TestClient(app);
                TestClient other = new TestClient(app)) {
            client.send(LISTEN);
            other.send(LISTEN);
            assertThat(worker).hasSize(1);
            worker.remove().run();
            client.test.turnUntilIdle();
            other.test.turnUntilIdle();
            client.pass(Duration.ofMillis(500));
            other.pass(Duration.ofMillis(500));
            assertThat(worker).hasSize(1);

            client.answer();
            other.answer();
            state = 2;
            worker.remove().run();
            client.test.turnUntilIdle();
            other.test.turnUntilIdle();
            assertThat(client.answer()).contains("data: changed");
            assertThat(other.answer()).contains("data: changed");
        }
    }

    @Test
    void seesFilesThatAreAddedChangedAndRemoved() throws Exception {
        Path file =
                Files.writeString(Files.createDirectory(folder.resolve("sub")).resolve("a"), "1");
        Path other = Files.createDirectory(folder.resolve("other"));
        Object first = LiveReload.stateOf(List.of(folder));
        assertThat(LiveReload.stateOf(List.of(folder))).isEqualTo(first);

        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        Object second = LiveReload.stateOf(List.of(folder));
        Files.writeString(other.resolve("b"), "");
        Object third = LiveReload.stateOf(List.of(folder));
        Files.delete(file);

        assertThat(first).isNotEqualTo(second);
        assertThat(second).isNotEqualTo(third);
        assertThat(LiveReload.stateOf(List.of(folder))).isNotEqualTo(third);
    }

    /** Emacs writes one as the lock of a file that is edited. */
    @Test
    void seesChangesBesideALinkThatLeadsNowhere() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "1");
        Files.createSymbolicLink(folder.resolve(".#a"), Path.of("nowhere"));
        Object first = LiveReload.stateOf(List.of(folder));
        Files.writeString(file, "12");

        assertThat(LiveReload.stateOf(List.of(folder))).isNotEqualTo(first);
    }

    @Test
    void goesOnAfterAnErrorOfTheLook() {
        try (TestClient client = new TestClient(new Snow().filter(reload))) {
            client.send(LISTEN);
            client.answer();
            state = new StackOverflowError();
            client.pass(Duration.ofMillis(500));
            state = 2;
            client.pass(Duration.ofMillis(500));

            assertThat(client.answer()).contains("data: changed");
        }
    }

    @Test
    void refusesWhatIsNoFolder() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> LiveReload.watching(folder, missing))
                .isInstanceOf(NotDirectoryException.class)
                .hasMessage(missing.toString());
    }
}
