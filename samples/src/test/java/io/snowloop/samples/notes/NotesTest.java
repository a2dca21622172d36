// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.notes;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.client.EventSource;
import io.snowloop.client.Fetcher;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.CommandRun;
import io.snowloop.samples.Jackson;
import io.snowloop.samples.ResourceView;
import io.snowloop.samples.notes.Notes.Note;
import io.snowloop.samples.notes.Notes.Visitor;
import io.snowloop.server.AddressRanges;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

/** The board is called, without a socket. */
class NotesTest {
    private static final Jackson JSON = new Jackson(new ObjectMapper());

    @TempDir
    private Path folder;

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private Snow app;

    /** What a browser keeps: the cookie of its session, and the token of the page. */
    private @Nullable String cookie;

    private String token = "";

    @BeforeEach
    void start() throws IOException {
        app = new Notes(folder, "snow").app(AddressRanges.of("10.0.0.9"));
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private Request ofBrowser(Request request) {
        Request sent = request.withHeader("X-CSRF-Token", token);
        return cookie == null ? sent : sent.withHeader("Cookie", cookie);
    }

    private Response call(Request request) throws Exception {
        Response response = simulation.runUntil(
                loop.submit(() -> app.handle(ofBrowser(request)).flatMap(answer -> answer.collect(10_000_000))));
        String set = response.header("Set-Cookie");
        cookie = set == null ? cookie : set.replaceFirst(";.*", "");
        return response;
    }

    private Response get(String path) throws Exception {
        return call(Request.get(path));
    }

    private Visitor visit() throws Exception {
        Visitor visitor = get("/visitor").fromJson(Visitor.class, JSON);
        token = visitor.csrf();
        return visitor;
    }

    private Response logIn(String json) throws Exception {
        visit();
        return call(Request.post("/login", Body.of(json)).withHeader("Content-Type", "application/json"));
    }

    private void logIn() throws Exception {
        assertThat(logIn("{\"name\": \"Holle\", \"password\": \"snow\"}").status())
                .isEqualTo(Status.NO_CONTENT);
        visit(); // as the page does: a login makes the token another one
    }

    private static Request note(String text, String... file) {
        String part = "--b\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n";
        String form = part.formatted("text", "", text);
        if (file.length > 0) {
            form += part.formatted("file", "; filename=\"" + file[0] + "\"", file[1]);
        }
        return Request.post("/notes", Body.of(form + "--b--\r\n"))
                .withHeader("Content-Type", "multipart/form-data; boundary=b");
    }

    private List<Note> notes() throws Exception {
        return List.of(get("/notes").fromJson(Note[].class, JSON));
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void aNoteWithAFileIsKept() throws Exception {
        logIn();
        assertThat(call(note("it snows", "../snow.html", "<script>")).status()).isEqualTo(Status.CREATED);

        Note note = notes().get(0);
        assertThat(note.author() + ": " + note.text()).isEqualTo("Holle: it snows");
        assertThat(note.file()).isEqualTo(note.id() + "-snow.html");
        Response file = get("/files/" + note.file());
        assertThat(file.text()).isEqualTo("<script>");
        assertThat(file.header("Content-Disposition")).isEqualTo("attachment"); // so it is no page of this site
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void aNoteThatIsRemovedTakesItsFileAlong() throws Exception {
        logIn();
        call(note("it snows", "a.txt", "snow"));
        String path = "/notes/" + notes().get(0).id();
        assertThat(call(Request.delete(path)).status()).isEqualTo(Status.NO_CONTENT);
        assertThat(notes()).isEmpty();
        assertThat(files()).isZero();
        assertThat(call(Request.delete(path)).status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void theOldestNoteMakesRoom() throws Exception {
        logIn();
        call(note("0", "a.txt", "snow"));
        for (int i = 1; i <= 100; i++) {
            call(note("" + i));
        }
        assertThat(notes()).hasSize(100).first().extracting(Note::text).isEqualTo("100");
        assertThat(notes().get(99).text()).isEqualTo("1");
        assertThat(files()).isZero();
    }

    /** The body is a stream that is never read: one who may not write sends no megabytes. */
    @Test
    void whoHasNotLoggedInWritesNothing() throws Exception {
        visit();
        BodyStream unread = BodyStream.of(() -> {
            throw new AssertionError("it was read");
        });
        Response refused = call(note("it snows").withBody(unread));
        assertThat(refused.status()).isEqualTo(Status.FORBIDDEN);
        assertThat(refused.text()).contains("Log in first.");
        assertThat(call(Request.delete("/notes/1")).status()).isEqualTo(Status.FORBIDDEN);
        assertThat(notes()).isEmpty();
    }

    /** A page of another site makes a browser send the cookie, but does not know the token. */
    @Test
    void aRequestWithoutTheTokenIsRefused() throws Exception {
        logIn();
        token = "";
        assertThat(call(note("it snows")).status()).isEqualTo(Status.FORBIDDEN);
        assertThat(call(Request.post("/logout", Body.EMPTY)).status()).isEqualTo(Status.FORBIDDEN);
        assertThat(notes()).isEmpty();
        assertThat(visit().name()).isEqualTo("Holle");
    }

    @Test
    void aLoginHasAnotherSessionAndALogoutHasNone() throws Exception {
        visit();
        String before = cookie;
        logIn();
        assertThat(visit().name()).isEqualTo("Holle");
        String after = cookie;
        cookie = before;
        assertThat(visit().name()).isNull();
        cookie = after;
        visit();
        call(Request.of(Method.POST, "/logout"));
        cookie = after;
        assertThat(visit().name()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"Holle\", \"password\": \"ice\"}",
                "{\"name\": \" \", \"password\": \"snow\"}",
                "{\"name\": \"Holle\"}",
                "{\"name\": 1, \"password\": {}}",
                "{",
                "null"
            })
    void aBadLoginIsRefused(String json) throws Exception {
        Response refused = logIn(json);
        assertThat(refused.status()).isIn(Status.FORBIDDEN, Status.BAD_REQUEST);
        assertThat(visit().name()).isNull();
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        logIn();
        assertThat(call(note("x".repeat(1_001))).status()).isEqualTo(Status.BAD_REQUEST);
        assertThat(call(note("  ")).status()).isEqualTo(Status.BAD_REQUEST);
        assertThat(call(note("a", "a.txt", "x".repeat(5 * 1024 * 1024))).status())
                .isEqualTo(Status.CONTENT_TOO_LARGE);
        assertThat(notes()).isEmpty();
        assertThat(files()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/notes.css", "/notes.js"})
    void thePageHasNothingThatItsPolicyForbids(String path) throws Exception {
        Response page = get(path);
        assertThat(page.status()).isEqualTo(Status.OK);
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'self';");
        assertThat(page.text())
                .doesNotContainPattern("<style|<script>|style=|\\son[a-z]+=\"|innerHTML|https?://(?!www.w3.org)");
    }

    @Test
    void itIsCompressedReadByOtherSitesAndNotSentTwice() throws Exception {
        logIn();
        call(note("it snows ".repeat(100)));
        call(note("it snows ".repeat(100)));
        Request request = Request.get("/notes").withHeader("Origin", "https://elsewhere.example");
        Response response = call(request.withHeader("Accept-Encoding", "gzip"));
        assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(response.headers().contains("Access-Control-Allow-Credentials"))
                .isFalse();
        String tag = response.header("ETag");
        assertThat(call(request.withHeader("If-None-Match", tag)).status()).isEqualTo(Status.NOT_MODIFIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.9", "10.0.0.8"})
    void aProxyThatIsTrustedTellsThatItsClientHasTls(String proxy) throws Exception {
        Server.of(app).on(loop).listen("10.0.0.1", 80);
        Fetcher fetcher = Fetcher.on(simulation.loop(proxy));
        Request request = Request.get("http://10.0.0.1/visitor")
                .withHeader("X-Forwarded-For", "192.0.2.7")
                .withHeader("X-Forwarded-Proto", "https");
        Response response = simulation.runUntil(fetcher.fetch(request));
        assertThat(response.header("Set-Cookie").contains("; Secure")).isEqualTo(proxy.equals("10.0.0.9"));
    }

    @Test
    void aReaderIsToldOfEachChangeUntilTheServerStops() throws Exception {
        logIn();
        Server server = Server.of(app).on(loop).listen("10.0.0.1", 80);
        Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2"));
        EventSource changes = EventSource.of(fetcher, "http://10.0.0.1/changes");
        assertThat(simulation.runUntil(changes.next()).data()).isEqualTo("changed"); // what was there before
        call(note("it snows"));
        assertThat(simulation.runUntil(changes.next()).data()).isEqualTo("changed");
        call(Request.delete("/notes/" + notes().get(0).id()));
        assertThat(simulation.runUntil(changes.next()).data()).isEqualTo("changed");

        simulation.runUntil(server.drain(ofSeconds(20)));
        assertThat(simulation.ticker().elapsed()).isLessThan(ofSeconds(20));
    }

    @Test
    void badArgumentsAreRefusedInWords() {
        for (String port : List.of("x", "70000")) {
            CommandRun run = CommandRun.of("run", "notes", port);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("'" + port + "' is not a port");
        }
        CommandRun run = CommandRun.of("run", "notes", "0", "10.0.0.1/40");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("10.0.0.1/40");
    }

    @Test
    void aResourceThatIsMissingIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResourceView(Notes.class, "nothing.html"))
                .withMessageContaining("nothing.html");
    }
}
