// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Cookie;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.server.auth.Authentication;
import io.snowloop.server.auth.Authenticator;
import io.snowloop.server.auth.PasswordCheck;
import io.snowloop.server.auth.Secret;
import io.snowloop.server.filter.AccessLog;
import io.snowloop.server.filter.AccessLogFormat;
import io.snowloop.server.filter.Compression;
import io.snowloop.server.filter.ConditionalGet;
import io.snowloop.server.filter.ContentCoding;
import io.snowloop.server.filter.Cors;
import io.snowloop.server.filter.Forwarded;
import io.snowloop.server.filter.RateLimit;
import io.snowloop.server.filter.RequestId;
import io.snowloop.server.filter.SecurityHeaders;
import io.snowloop.server.input.Input;
import io.snowloop.server.input.InputSource;
import io.snowloop.server.lens.Lens;
import io.snowloop.server.multipart.FormView;
import io.snowloop.server.multipart.Multipart;
import io.snowloop.server.session.CookieSigner;
import io.snowloop.server.session.Csrf;
import io.snowloop.server.session.SessionStore;
import io.snowloop.server.session.Sessions;
import io.snowloop.testing.NullArguments;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A null argument is refused by its name")
class NullArgumentsTest {
    private final NullArguments arguments = new NullArguments()
            .sample(int.class, () -> 1)
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
            .sample(String[].class, () -> new String[] {"https://shop.example"})
            .sample(Object[].class, () -> new Object[] {})
            .sample(OpenApi.class, () -> OpenApi.of(new Snow(), "a", "1"))
            .sample(RoutesPage.class, () -> RoutesPage.of(new Snow()))
            .sample(TrailingSlash.class, () -> TrailingSlash.IGNORED)
            .sample(Authentication.class, NullArgumentsTest::authentication)
            .sample(Authenticator.class, () -> request -> Future.completed(null))
            .sample(PasswordCheck.class, () -> (name, password) -> Future.completed(null))
            .sample(Secret.class, () -> Secret.of("a"))
            .sample(Input.class, () -> Input.query("a"))
            .sample(Input[].class, () -> new Input<?>[] {})
            .sample(InputSource.class, () -> InputSource.QUERY)
            .sample(Class.class, () -> String.class)
            .sample(AddressRanges.class, () -> AddressRanges.of("unix"))
            .sample(Forwarded.class, () -> Forwarded.forwarded(AddressRanges.of("unix")))
            .sample(Method[].class, () -> new Method[] {Method.PUT})
            .sample(byte[].class, () -> new byte[32])
            .sample(byte[][].class, () -> new byte[][] {})
            .sample(boolean.class, () -> true)
            .sample(Duration.class, () -> Duration.ofMinutes(1))
            .sample(Predicate.class, () -> type -> true)
            .sample(Function.class, () -> request -> "key")
            .sample(Cookie.class, () -> Cookie.of("a", "b"))
            .sample(Map.class, Map::of)
            .sample(AccessLog.class, AccessLog::accessLog)
            .sample(AccessLog.Builder.class, AccessLog::builder)
            .sample(AccessLogFormat.class, () -> AccessLogFormat.JSON)
            .sample(InstantSource.class, InstantSource::system)
            .sample(Compression.class, Compression::compression)
            .sample(Compression.Builder.class, Compression::builder)
            .sample(ContentCoding.class, NullArgumentsTest::coding)
            .sample(Cors.class, () -> Cors.cors("https://shop.example"))
            .sample(Cors.Builder.class, Cors::builder)
            .sample(ConditionalGet.class, ConditionalGet::conditionalGet)
            .sample(SecurityHeaders.class, SecurityHeaders::securityHeaders)
            .sample(SecurityHeaders.Builder.class, SecurityHeaders::builder)
            .sample(RateLimit.class, () -> RateLimit.rateLimit(1, Duration.ofMinutes(1)))
            .sample(RateLimit.Builder.class, () -> RateLimit.builder(1, Duration.ofMinutes(1)))
            .sample(RequestId.class, RequestId::requestIdOfProxy)
            .sample(Multipart.class, () -> Multipart.DEFAULT)
            .sample(Multipart.Builder.class, Multipart::builder)
            .sample(FormView.class, () -> (request, form) -> Response.text("a"))
            .sample(CookieSigner.class, NullArgumentsTest::signer)
            .sample(SessionStore.class, () -> SessionStore.inMemory(1))
            .sample(Sessions.class, NullArgumentsTest::sessions)
            .sample(Sessions.Builder.class, () -> Sessions.builder(signer(), SessionStore.inMemory(1)))
            .sample(Csrf.class, Csrf::csrf)
            .sample(Health.class, Health::health)
            .sample(HttpsRedirect.class, () -> HttpsRedirect.httpsRedirect("example.org"))
            .sample(EventLoop.class, NullArgumentsTest::loop)
            .sample(LiveReload.class, NullArgumentsTest::liveReload)
            .sample(Path[].class, () -> new Path[] {})
            .sample(Lens.class, () -> Lens.of(loop()))
            .sample(EventLoopGroup.class, NullArgumentsTest::group)
            .sample(EventLoopOptions.class, () -> EventLoopOptions.DEFAULT)
            .sample(List.class, List::of)
            .sample(WebSocketHandler.class, () -> (socket, request) -> {})
            .sample(WebSocketOptions.class, () -> WebSocketOptions.DEFAULT)
            .sample(Snow.class, Snow::new);

    private static StaticFiles files() {
        return StaticFiles.of(Path.of("."));
    }

    private static LiveReload liveReload() {
        try {
            return LiveReload.watching(Path.of("."));
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

    private static Authentication<Principal> authentication() {
        return Authentication.of("A", request -> Future.completed(null));
    }

    private static ContentCoding coding() {
        return new ContentCoding() {
            @Override
            public String name() {
                return "none";
            }

            @Override
            public OutputStream encoder(OutputStream out) {
                return out;
            }
        };
    }

    private static CookieSigner signer() {
        return CookieSigner.of(new byte[32]);
    }

    private static Sessions sessions() {
        return Sessions.builder(signer(), SessionStore.inMemory(1)).build();
    }

    private static EventLoop loop() {
        try (EventLoop loop = EventLoop.open(Lens.watched(EventLoopOptions.DEFAULT))) {
            return loop;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EventLoopGroup group() {
        try (EventLoopGroup group = EventLoopGroup.start(1, Lens.watched(EventLoopOptions.DEFAULT))) {
            return group;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                AddressRanges.class,
                Authentication.class,
                Compression.class,
                Compression.Builder.class,
                ConditionalGet.class,
                CookieSigner.class,
                Cors.class,
                Cors.Builder.class,
                Csrf.class,
                EventStream.class,
                Health.class,
                HttpsRedirect.class,
                Forwarded.class,
                Input.class,
                Lens.class,
                LiveReload.class,
                Multipart.class,
                Multipart.Builder.class,
                OpenApi.class,
                RateLimit.class,
                RateLimit.Builder.class,
                RequestId.class,
                RoutesPage.class,
                Secret.class,
                SecurityHeaders.class,
                SecurityHeaders.Builder.class,
                Sessions.class,
                Sessions.Builder.class,
                Snow.class,
                StaticFiles.class
            })
    void in(Class<?> type) throws Exception {
        assertThat(arguments.unchecked(type))
                .filteredOn(call -> !call.contains(".filter(") || !call.contains(": next: ")) // the app gives it
                .isEmpty();
    }
}
