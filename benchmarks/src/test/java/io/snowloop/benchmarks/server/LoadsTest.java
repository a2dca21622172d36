// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.measure.Load;
import io.snowloop.benchmarks.measure.PushWork;
import io.snowloop.benchmarks.measure.RunningLoad;
import io.snowloop.benchmarks.measure.TlsWork;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.EventStream;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each peer of the loads in C starts in a process of its own, and its answers are right; the loads see wrong ones. */
class LoadsTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    private static Path key = Path.of("");

    @BeforeAll
    static void makeKey() throws Exception {
        key = PeerKey.make(JDK);
    }

    static Stream<ServerEntry> peersThatPush() {
        return PushEntries.all().stream().filter(ServerEntry::onJvm);
    }

    static Stream<ServerEntry> peersOverTls() {
        return TlsEntries.all().stream().filter(ServerEntry::onJvm);
    }

    /** A load with few connections. */
    private record Few(Load load) implements Load {
        static final int CONNECTIONS = 8;

        @Override
        public String title() {
            return load.title();
        }

        @Override
        public Path program(Path home) throws IOException, InterruptedException {
            return load.program(home);
        }

        @Override
        public List<String> arguments(int port) {
            List<String> arguments = new ArrayList<>(load.arguments(port));
            arguments.set(arguments.size() - 1, Integer.toString(CONNECTIONS));
            return arguments;
        }
    }

    /** Runs a load as short as can be. Returns the number of answers. */
    private static long answers(int port, Load load) throws Exception {
        try (RunningLoad running = RunningLoad.start(HOME, new Few(load), port)) {
            return running.run(0).units();
        }
    }

    @ParameterizedTest
    @MethodSource("peersThatPush")
    void itsMessagesAreRight(ServerEntry entry) throws Exception {
        answersAll(entry, List.of(), PushWork.values());
    }

    @ParameterizedTest
    @MethodSource("peersOverTls")
    void itsResponsesOverTlsAreRight(ServerEntry entry) throws Exception {
        answersAll(entry, List.of(PeerKey.jvmOption(key)), TlsWork.values());
    }

    private static void answersAll(ServerEntry entry, List<String> options, Load... loads) throws Exception {
        Path folder = HOME.resolve("benchmarks/target/server");
        try (RunningServer server = RunningServer.start(entry, Cpus.MEASURED, new Jvm(JDK), folder, options)) {
            for (Load load : loads) {
                assertThat(answers(server.port(), load)).as(load.title()).isEqualTo(Few.CONNECTIONS);
            }
        }
    }

    @Test
    void anotherMessageIsNoAnswer() throws IOException {
        Snow app =
                new Snow().webSocket("/echo", (socket, request) -> socket.onBinary(bytes -> socket.send(other(bytes))));
        try (Server server = app.listen(0)) {
            assertThatThrownBy(() -> answers(server.port(), PushWork.ECHO_64))
                    .hasMessageContaining("a message is not the expected one");
        }
    }

    /** The same, but for the last byte. */
    private static ByteBuffer other(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        return copy.put(copy.limit() - 1, (byte) '!');
    }

    @Test
    void anotherEventIsNoAnswer() throws IOException {
        List<EventStream> readers = new ArrayList<>();
        Snow app = new Snow()
                .get("/events", request -> EventStream.of(request, readers::add))
                .post("/publish", request -> {
                    readers.forEach(each -> each.send(request.text() + "!"));
                    return Response.of(Status.NO_CONTENT);
                });
        try (Server server = app.listen(0)) {
            assertThatThrownBy(() -> answers(server.port(), PushWork.EVENTS))
                    .hasMessageContaining("an event is not the expected one");
        }
    }

    @Test
    void noWebSocketIsNoAnswer() throws IOException {
        try (Server server = new Snow().listen(0)) {
            assertThatThrownBy(() -> answers(server.port(), PushWork.CHAT))
                    .hasMessageContaining("it does not open a WebSocket");
        }
    }

    @Test
    void plainTextIsNoTls() throws IOException {
        try (Server server = SnowPeer.start(0)) {
            assertThatThrownBy(() -> answers(server.port(), TlsWork.FULL)).hasMessageContaining("the load failed");
        }
    }

    @Test
    void eachWorkHasItsName() {
        assertThat(Arrays.stream(PushWork.values()).map(PushWork::title).map(PushWork::of))
                .containsExactly(PushWork.values());
        assertThat(Arrays.stream(TlsWork.values()).map(TlsWork::title).map(TlsWork::of))
                .containsExactly(TlsWork.values());
    }
}
