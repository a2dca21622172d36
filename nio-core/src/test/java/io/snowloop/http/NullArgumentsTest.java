// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.future.Future;
import io.snowloop.http.sse.EventStreamParser;
import io.snowloop.http.sse.EventStreamWriter;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.testing.NullArguments;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A null argument is refused by its name")
class NullArgumentsTest {
    private final NullArguments arguments = new NullArguments()
            .sample(Object.class, () -> "a value")
            .sample(Attribute.class, () -> Attribute.of("a"))
            .sample(boolean.class, () -> false)
            .sample(int.class, () -> 0)
            .sample(long.class, () -> 0L)
            .sample(byte[].class, () -> new byte[0])
            .sample(String.class, () -> "a")
            .sample(String[].class, () -> new String[0])
            .sample(Map.class, Map::of)
            .sample(BiConsumer.class, () -> (name, value) -> {})
            .sample(Throwable.class, Exception::new)
            .sample(Path.class, () -> Path.of("a"))
            .sample(ByteBuffer.class, () -> ByteBuffer.allocate(0))
            .sample(Charset.class, () -> StandardCharsets.UTF_8)
            .sample(Duration.class, () -> Duration.ZERO)
            .sample(Instant.class, () -> Instant.EPOCH)
            .sample(Attribute.class, () -> Attribute.of("a"))
            .sample(Body.class, () -> Body.EMPTY)
            .sample(BodyStream.class, Body.EMPTY::stream)
            .sample(ByteQueue.class, ByteQueue::new)
            .sample(Cookie.class, () -> Cookie.of("a", "b"))
            .sample(Cookie.SameSite.class, () -> Cookie.SameSite.LAX)
            .sample(EventStreamParser.class, () -> new EventStreamParser(EventStreamParser.MAX_EVENT))
            .sample(FileBody.class, () -> new FileBody(Path.of("a"), 0, 0))
            .sample(FileTime.class, () -> FileTime.fromMillis(0))
            .sample(Filter.class, () -> (request, next) -> next.handle(request))
            .sample(Handler.class, () -> request -> Future.completed(Response.text("a")))
            .sample(Headers.class, Headers::empty)
            .sample(Headers.Builder.class, Headers::builder)
            .sample(Class.class, () -> String.class)
            .sample(JsonMapper.class, NoMapper::new)
            .sample(Function.class, () -> line -> Future.completed(null))
            .sample(Progress.class, () -> (bytes, total) -> {})
            .sample(ByteRate.class, () -> ByteRate.perSecond(1))
            .sample(LineReader.class, () -> LineReader.of(Body.EMPTY))
            .sample(MediaType.class, () -> MediaType.JSON)
            .sample(Method.class, () -> Method.GET)
            .sample(Object.class, Object::new)
            .sample(QueryParameters.class, QueryParameters::empty)
            .sample(Request.class, () -> Request.get("/"))
            .sample(RequestContext.class, () -> RequestContext.NONE)
            .sample(Response.class, () -> Response.text("a"))
            .sample(ServerSentEvent.class, () -> ServerSentEvent.of("a"))
            .sample(Status.class, () -> Status.OK)
            .sample(Upgrade.class, NoUpgrade::new)
            .sample(Version.class, () -> Version.HTTP_1_1);

    private static final class NoUpgrade implements Upgrade {
        @Override
        public void connected(Transport transport) {}

        @Override
        public void received(ByteBuffer bytes) {}

        @Override
        public void ended() {}

        @Override
        public void closed(@Nullable Throwable cause) {}

        @Override
        public void drain() {}
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Attribute.class,
                ByteRate.class,
                Cookie.class,
                EventStreamParser.class,
                EventStreamWriter.class,
                FileBody.class,
                Filter.class,
                Headers.class,
                Headers.Builder.class,
                HttpDate.class,
                HttpException.class,
                JsonException.class,
                LineReader.class,
                MediaType.class,
                Method.class,
                Progress.class,
                QueryParameters.class,
                Request.class,
                Response.class,
                ServerSentEvent.class,
                Status.class
            })
    void in(Class<?> type) throws Exception {
        assertThat(arguments.unchecked(type)).isEmpty();
    }

    private static final class NoMapper implements JsonMapper {
        @Override
        public <T> T read(byte[] json, Class<T> type) {
            throw new JsonException("no library", null);
        }

        @Override
        public byte[] write(Object value) {
            throw new JsonException("no library", null);
        }
    }
}
