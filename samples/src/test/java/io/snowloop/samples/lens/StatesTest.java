// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.samples.Json;
import io.snowloop.samples.Node;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.Zoo;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.testing.ProjectFolder;
import io.snowloop.trace.JsonLines;
import io.snowloop.trace.LoopState;
import io.snowloop.trace.Recording;
import io.snowloop.trace.TraceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state of a loop is computed twice: in Java for figures, and in the browser. Both must come to the same. */
class StatesTest {
    private static final String STATE = "async-server/src/main/resources/io/snowloop/server/lens/state.js";
    private static final String RUNNER = "samples/src/test/resources/io/snowloop/samples/lens/states.mjs";

    @TempDir
    private Path folder;

    private static List<Recording> recordings() {
        List<Recording> recordings = new ArrayList<>();
        for (Animal<?> animal : Zoo.ALL) {
            Stream.of(animal.deskOfWrong(), animal.fieldOfWrong(), animal.fieldOfRight())
                    .flatMap(scene -> recordings(scene, 1))
                    .forEach(recordings::add);
        }
        LongStream.rangeClosed(1, 5)
                .boxed()
                .flatMap(seed -> recordings(StatesTest::web, seed))
                .forEach(recordings::add);
        LongStream.rangeClosed(1, 5)
                .boxed()
                .flatMap(seed -> recordings(StreamScenes::streams, seed))
                .forEach(recordings::add);
        return recordings;
    }

    private static Stream<Recording> recordings(Scene scene, long seed) {
        return Scenes.traced(scene, seed).traces().values().stream();
    }

    /** Snow and a Fetcher: write queues, time-outs, futures that wait for others. */
    private static void web(Stage stage) throws IOException {
        stage.faults(Faults.benign(stage.random()).buffers(4_096));
        Snow app = new Snow()
                .get("/large", request -> Response.text("snow ".repeat(40_000)))
                .get(
                        "/slow",
                        (request, loop) -> loop.sleep(Duration.ofSeconds(1)).map(slept -> Response.text("slept")));
        Server server = Server.of(app)
                .on(stage.loop("server"))
                .listen(stage.host("server").toString(), 80);
        EventLoop client = stage.loop("client");
        Fetcher fetcher = Fetcher.on(client);
        stage.atEnd(fetcher::close);
        stage.atEnd(server::close);
        stage.await(
                "client",
                Future.all(
                        client,
                        List.of(
                                fetcher.fetch(Request.get(server.url("/large"))).map(Response::text),
                                fetcher.fetch(Request.get(server.url("/slow")))
                                        .flatMap(slept -> fetcher.fetch(Request.get(server.url("/large"))))
                                        .map(Response::text),
                                fetcher.fetch(Request.get(server.url("/slow")))
                                        .timeout(Duration.ofMillis(10))
                                        .map(Response::text)
                                        .recover(late -> "late"))));
    }

    @Test
    void theRecordingsHaveAllThatAStateIsMadeOf() {
        Set<LoopEvent> events = recordings().stream()
                .flatMap(recording -> recording.records().stream())
                .map(TraceRecord::event)
                .collect(Collectors.toSet());
        assertThat(events)
                .contains(LoopEvent.READY, LoopEvent.TIMER, LoopEvent.TASK, LoopEvent.CALL, LoopEvent.TIMER_UNSET)
                .contains(LoopEvent.DEREGISTERED, LoopEvent.INTEREST, LoopEvent.QUEUE_LEVEL, LoopEvent.FUTURE_JOINED)
                .contains(LoopEvent.STREAM_OPENED, LoopEvent.STREAM_STATE, LoopEvent.STREAM_RESET)
                .contains(LoopEvent.STREAM_WINDOW, LoopEvent.STREAM_QUEUED);
    }

    @Test
    void javaAndTheBrowserComeToTheSameStateAfterEachRecord() throws Exception {
        List<Recording> recordings = recordings();
        assertThat(recordings).hasSizeGreaterThanOrEqualTo(20);
        List<String> command = Node.command(ProjectFolder.ROOT.resolve(RUNNER).toString());
        command.add(ProjectFolder.ROOT.resolve(STATE).toString());
        List<String> expected = new ArrayList<>();
        for (Recording recording : recordings) {
            command.add(write(recording, command.size()).toString());
            expected.addAll(states(recording));
        }
        assertThat(Node.run(command, folder)).isEqualTo(expected);
    }

    private Path write(Recording recording, int number) throws IOException {
        return Files.writeString(folder.resolve(number + ".jsonl"), JsonLines.text(recording));
    }

    private static List<String> states(Recording recording) {
        LoopState state = new LoopState();
        List<String> states = new ArrayList<>();
        for (TraceRecord record : recording.records()) {
            state.apply(record);
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("phase", state.phase().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            members.put("turn", state.turn());
            members.put("time", state.time());
            members.put("open", state.open());
            members.put("tasks", state.tasks());
            members.put("due", state.due());
            members.put("timers", state.timers());
            members.put("channels", state.channels());
            members.put("streams", state.streams());
            members.put("futures", state.futures());
            states.add(Json.of(members));
        }
        return states;
    }
}
