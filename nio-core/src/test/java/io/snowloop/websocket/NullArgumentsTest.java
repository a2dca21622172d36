// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.h1.Role;
import io.snowloop.testing.NullArguments;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.TestTransport;
import io.snowloop.transport.Transport;
import io.snowloop.websocket.connection.QueueFullException;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import io.snowloop.websocket.connection.WebSocketProtocol;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A null argument is refused by its name")
class NullArgumentsTest {
    private static final Agreement NOTHING = new Agreement(null, null);

    private final TestLoop test = new TestLoop();
    private final List<WebSocket> opened = new ArrayList<>();
    private final NullArguments arguments = new NullArguments()
            .sample(boolean.class, () -> false)
            .sample(int.class, () -> 1000)
            .sample(String.class, () -> "a")
            .sample(List.class, List::of)
            .sample(ByteBuffer.class, () -> ByteBuffer.allocate(0))
            .sample(ByteQueue.class, ByteQueue::new)
            .sample(Duration.class, () -> Duration.ofSeconds(1))
            .sample(RandomGenerator.class, () -> new Random(1))
            .sample(Consumer.class, () -> any -> {})
            .sample(BiConsumer.class, () -> (code, text) -> {})
            .sample(LongFunction.class, () -> bytes -> null)
            .sample(Throwable.class, Exception::new)
            .sample(Headers.class, Headers::empty)
            .sample(Role.class, () -> Role.SERVER)
            .sample(Transport.class, () -> TestTransport.connect(test, protocol()))
            .sample(Agreement.class, () -> NOTHING)
            .sample(CloseReason.class, () -> CloseReason.of(CloseReason.NORMAL))
            .sample(Deflate.class, () -> Deflate.WITHOUT_CONTEXT)
            .sample(MessageLimits.class, () -> MessageLimits.DEFAULT)
            .sample(Opcode.class, () -> Opcode.TEXT)
            .sample(OpeningHandshake.class, WebSocketOptions.DEFAULT::handshake)
            .sample(WebSocketMessage.class, () -> WebSocketMessage.text("a"))
            .sample(WebSocketCodec.class, () -> new WebSocketCodec(Role.SERVER, MessageLimits.DEFAULT, new Random(1)))
            .sample(WebSocketOptions.class, () -> WebSocketOptions.DEFAULT)
            .sample(WebSocketProtocol.class, this::connected)
            .sample(WebSocket.class, this::socket);

    @AfterEach
    void close() {
        test.close();
    }

    private WebSocketProtocol protocol() {
        return new WebSocketProtocol(Role.SERVER, NOTHING, WebSocketOptions.DEFAULT, bytes -> null, opened::add);
    }

    private WebSocketProtocol connected() {
        WebSocketProtocol protocol = protocol();
        TestTransport.connect(test, protocol);
        return protocol;
    }

    private WebSocket socket() {
        connected();
        return opened.get(opened.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Agreement.class,
                CloseReason.class,
                Deflate.class,
                MessageLimits.class,
                OpeningHandshake.class,
                QueueFullException.class,
                WebSocket.class,
                WebSocketCodec.class,
                WebSocketException.class,
                WebSocketMessage.class,
                WebSocketProtocol.class
            })
    void in(Class<?> type) throws Exception {
        assertThat(arguments.unchecked(type)).isEmpty();
    }
}
