// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.JsonObject;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.testing.TestLoop;
import io.snowloop.trace.JsonLines;
import io.snowloop.trace.LoopTrace;
import io.snowloop.trace.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LensTest {
    private final Recording recording = recording();
    private final Lens lens = Lens.of(List.of(recording));

    private static Recording recording() {
        try (EventLoop loop = EventLoop.open(
                EventLoopOptions.builder().observer(LoopTrace.ofCapacity(64)).build())) {
            loop.execute(() -> {});
            loop.runOnce();
            return LoopTrace.of(loop).recording();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Response get(String path) {
        return lens.handle(Request.get(path)).resultNow();
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        Response page = get(lens.path());
        assertThat(page.status()).isEqualTo(Status.OK);
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'self';");
        assertThat(page.header("Referrer-Policy")).as("the path is a secret").isEqualTo("no-referrer");
        int size = 0;
        for (Response file : LensFiles.all().values()) {
            String text = file.text();
            size += text.getBytes(UTF_8).length;
            assertThat(text.replace("http://www.w3.org/2000/svg", ""))
                    .doesNotContain("http:", "https:", "//cdn", "style=\"");
        }
        int words = LensFiles.all().get("words.js").text().getBytes(UTF_8).length;
        assertThat(size - words).isLessThan(64 * 1024);
        assertThat(words).as("texts in two languages").isLessThan(12 * 1024);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(get(lens.path() + "lens.css").header("Content-Type")).isEqualTo("text/css; charset=utf-8");
        assertThat(get(lens.path() + "icon.svg").header("Content-Type")).isEqualTo("image/svg+xml");
        assertThat(get(lens.path() + "lens.js").header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    }

    @Test
    void eachFileThatThePageNamesIsThere() {
        for (Response file : LensFiles.all().values()) {
            assertThat(file.text().lines())
                    .filteredOn(line -> line.matches(".*(from|href=|src=) ?\"(\\./)?[a-z]+\\.(js|css|svg)\".*"))
                    .allSatisfy(line -> assertThat(
                                    get(lens.path() + line.replaceAll(".*\"(?:\\./)?([a-z]+\\.[a-z]+)\".*", "$1"))
                                            .status())
                            .as(line)
                            .isEqualTo(Status.OK));
        }
    }

    @Test
    void whoDoesNotKnowTheTokenGetsNothing() {
        assertThat(get("/").status()).isEqualTo(Status.NOT_FOUND);
        assertThat(get("/lens.js").status()).isEqualTo(Status.NOT_FOUND);
        assertThat(get("/AAAAAAAAAAAAAAAAAAAAAA/").status()).isEqualTo(Status.NOT_FOUND);
        assertThat(lens.path())
                .hasSize(24)
                .isNotEqualTo(Lens.of(List.of(recording)).path());
    }

    @Test
    void aRecordingCanBeReadAndNotHeld() throws Exception {
        assertThat(get(lens.path() + "loops").text()).isEqualTo("recording " + recording.loop());
        String trace = get(lens.path() + "loops/0/trace").text();
        assertThat(JsonLines.read(new BufferedReader(new StringReader(trace)))).isEqualTo(recording);
        Response hold = lens.handle(Request.of(Method.POST, lens.path() + "loops/0/hold"))
                .resultNow();
        assertThat(hold.status()).isEqualTo(Status.CONFLICT);
        assertThat(hold.text()).contains("this is a recording: no loop runs");
        assertThat(get(lens.path() + "loops/1/trace").text()).contains("there are 1 loops, from 0");
        assertThat(get(lens.path() + "loops/-1/trace").text()).contains("there are 1 loops, from 0");
        lens.hold(); // does nothing
    }

    @Test
    void aRunIsRepeatedWithWhatThePageAsks() {
        Lens repeated = Lens.of((Replay) changes -> {
            if (changes.equals("none")) {
                throw new IllegalArgumentException("'none' is no change");
            }
            return "run with " + changes;
        });
        try (TestLoop test = new TestLoop()) {
            UnaryOperator<String> ask = path -> test.turnUntilDone(
                            test.loop.submit(() -> repeated.handle(Request.get(repeated.path() + path))))
                    .resultNow()
                    .text();
            assertThat(ask.apply("loops")).isEmpty();
            assertThat(ask.apply("goal")).isEmpty();
            assertThat(ask.apply("run")).isEqualTo("run with ");
            assertThat(ask.apply("run?do=drop%3D5%2Chold%3Da%3A1s%3A1s")).isEqualTo("run with drop=5,hold=a:1s:1s");
            assertThat(ask.apply("run?do=none")).contains("'none' is no change");
        }
    }

    @Test
    void aLoopWithoutAProbeIsRefused() throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            assertThatThrownBy(() -> Lens.of(loop))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(loop + " has no probe: open it with Lens.watched(options)");
        }
        assertThatThrownBy(() -> Lens.of(List.of())).hasMessage("no recordings: there is nothing to show");
    }

    @Test
    void ofTheLoopsWithTheSameOptionsTheFirstCanBeHeld() throws Exception {
        EventLoopOptions options = Lens.watched(EventLoopOptions.DEFAULT);
        try (EventLoop first = EventLoop.open(options);
                EventLoop second = EventLoop.open(options)) {
            assertThat(loops(Lens.of(first))).isEqualTo("hold " + first);
            assertThat(loops(Lens.of(first).readOnly())).isEqualTo("watch " + first);
            assertThat(loops(Lens.of(second))).isEqualTo("watch " + second);
        }
    }

    @Test
    void ofAGroupAllLoopsAreShown() throws Exception {
        try (EventLoopGroup group = EventLoopGroup.start(2, Lens.watched(EventLoopOptions.DEFAULT))) {
            assertThat(loops(Lens.of(group)).lines())
                    .containsExactly(
                            "hold " + group.loops().get(0),
                            "watch " + group.loops().get(1));
        }
    }

    private static String loops(Lens lens) {
        return lens.handle(Request.get(lens.path() + "loops")).resultNow().text();
    }

    /** That loop would have to serve the page while it is held. */
    @Test
    void onTheLoopItselfALensOnlyWatches() throws Exception {
        try (EventLoop loop = EventLoop.open(Lens.watched(EventLoopOptions.DEFAULT))) {
            Lens own = Lens.of(loop);
            Response[] answers = new Response[2];
            loop.execute(() ->
                    answers[0] = own.handle(Request.get(own.path() + "loops")).resultNow());
            loop.execute(() -> answers[1] = own.handle(Request.of(Method.POST, own.path() + "loops/0/hold"))
                    .resultNow());
            loop.runOnce();
            assertThat(answers[0].text()).isEqualTo("watch " + loop);
            assertThat(answers[1].status()).isEqualTo(Status.CONFLICT);
            assertThat(answers[1].text()).contains("this loop can only be watched here");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9000, , GET, true",
        "localhost:9000, , GET, true",
        "[::1], , GET, true",
        "evil.example:9000, , GET, false",
        "127.0.0.1.evil.example, , GET, false",
        "127.0.0.1:9000, http://127.0.0.1:9000, POST, true",
        "127.0.0.1:9000, http://evil.example, POST, false",
        "127.0.0.1:9000, http://127.0.0.1:9001, POST, false",
        "127.0.0.1:9000, null, POST, false",
        "127.0.0.1:9000, , POST, false",
        "127.0.0.1:9000, http://evil.example, GET, false",
    })
    void onlyPagesOfThisMachineMayUseIt(String host, String origin, String method, boolean allowed) {
        Request request = Request.of(Method.of(method), "/").withHeader("Host", host);
        Request sent = origin == null ? request : request.withHeader("Origin", origin);
        Response response = LensGuard.INSTANCE
                .filter(sent, each -> Future.completed(Response.text("in")))
                .resultNow();
        assertThat(response.status()).isEqualTo(allowed ? Status.OK : Status.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \"quoted\" name", "a\nline"})
    void jsonIsQuoted(String name) {
        assertThat(new JsonObject()
                        .put("name", name)
                        .put("list", List.of(name, 1))
                        .toString())
                .isEqualTo("{\"name\":\"" + name.replace("\"", "\\\"").replace("\n", "\\u000a") + "\",\"list\":[\""
                        + name.replace("\"", "\\\"").replace("\n", "\\u000a") + "\",1]}");
    }
}
