// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.testing.NullArguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A null argument is refused by its name")
class NullArgumentsTest {
    private final NullArguments arguments = new NullArguments()
            .sample(int.class, () -> 0)
            .sample(long.class, () -> 0L)
            .sample(String.class, () -> "/a")
            .sample(Path.class, () -> Path.of("."))
            .sample(Executor.class, () -> Runnable::run)
            .sample(Request.class, () -> Request.get("/"))
            .sample(Method.class, () -> Method.GET)
            .sample(Handler.class, () -> request -> Future.completed(Response.text("a")))
            .sample(Filter.class, () -> (request, next) -> next.handle(request))
            .sample(View.class, () -> request -> Response.text("a"))
            .sample(AsyncView.class, () -> (request, loop) -> loop.newPromise())
            .sample(ErrorMapper.class, ErrorMapper::standard)
            .sample(Consumer.class, () -> stream -> {})
            .sample(EventStreamOptions.class, () -> EventStreamOptions.DEFAULT)
            .sample(EventStream.class, NullArgumentsTest::stream)
            .sample(StaticFiles.class, NullArgumentsTest::files)
            .sample(Snow.class, Snow::new);

    private static StaticFiles files() {
        try {
            return StaticFiles.of(Path.of("."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EventStream stream() {
        try (EventLoop loop = EventLoop.open()) {
            List<EventStream> streams = new ArrayList<>();
            loop.execute(() -> EventStream.of(Request.get("/"), streams::add));
            loop.runOnce();
            return streams.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {EventStream.class, Snow.class, StaticFiles.class})
    void in(Class<?> type) throws Exception {
        assertThat(arguments.unchecked(type)).isEmpty();
    }
}
