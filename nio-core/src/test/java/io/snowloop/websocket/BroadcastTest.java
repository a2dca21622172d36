// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.withSettings;

import io.snowloop.http.h1.Role;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Connector;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import io.snowloop.websocket.connection.WebSocketProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;
import org.mockito.invocation.InvocationOnMock;
import org.mockito.stubbing.Answer;

/** A message to many clients, in a simulation: however many they are, it is made once, and compressed once. */
class BroadcastTest {
    private static final int CLIENTS = 5_000;
    private static final Agreement PLAIN = new Agreement(null, null);
    private static final Agreement COMPRESSED = new Agreement(null, new Deflate(true, true, 0));
    private static final WebSocketOptions OPTIONS =
            WebSocketOptions.builder().pingInterval(ofSeconds(1_000)).build();

    private final List<WebSocket> members = new ArrayList<>();
    private final List<String> frames = new ArrayList<>();
    private int received;

    private static WebSocketProtocol end(Role role, Agreement agreement, Consumer<WebSocket> begin) {
        return new WebSocketProtocol(role, agreement, OPTIONS, bytes -> null, begin);
    }

    private void listen(EventLoop loop, int port, Agreement agreement) throws IOException {
        Acceptor.listen(
                loop,
                new InetSocketAddress("10.0.0.1", port),
                CLIENTS,
                () -> end(Role.SERVER, agreement, members::add));
    }

    private void connect(EventLoop loop, int port, Agreement agreement) {
        Connector.DEFAULT.connect(
                loop,
                new InetSocketAddress("10.0.0.1", port),
                ofSeconds(60),
                end(
                        Role.CLIENT,
                        agreement,
                        socket -> socket.onText(text -> {
                            assertThat(text).isEqualTo("it snows");
                            received++;
                        })));
    }

    /** A frame of a server has no masking key. */
    private final class FramesOfTheServer implements Answer<Object> {
        @Override
        public Object answer(InvocationOnMock call) throws Throwable {
            if (call.getArguments().length > 0
                    && call.getArgument(0) instanceof FrameHeader header
                    && header.key() == null) {
                frames.add(header.opcode() + (header.compressed() ? ", compressed" : ""));
            }
            return call.callRealMethod();
        }
    }

    @Test
    void isEncodedOnceAndCompressedOnce() throws Exception {
        try (Simulation simulation = new Simulation(1);
                MockedStatic<FrameWriter> writer = mockStatic(
                        FrameWriter.class, withSettings().stubOnly().defaultAnswer(new FramesOfTheServer()))) {
            EventLoop server = simulation.loop("10.0.0.1");
            EventLoop client = simulation.loop("10.0.0.2");
            simulation.at(ZERO, () -> {
                try {
                    listen(server, 80, PLAIN);
                    listen(server, 81, COMPRESSED);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                for (int i = 0; i < CLIENTS / 2; i++) {
                    connect(client, 80, PLAIN);
                    connect(client, 81, COMPRESSED);
                }
            });
            simulation.at(ofSeconds(100), () -> {
                assertThat(members).hasSize(CLIENTS);
                WebSocketMessage message = WebSocketMessage.text("it snows");
                members.forEach(member -> member.send(message));
            });
            simulation.runUntil(client.submit(() -> client.sleep(ofSeconds(200))));

            assertThat(received).isEqualTo(CLIENTS);
            assertThat(frames).containsExactlyInAnyOrder("TEXT", "TEXT, compressed");
            assertThat(writer).isNotNull();
        }
    }
}
