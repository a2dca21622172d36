// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.snowloop.client.cache.CacheStore;
import io.snowloop.client.cache.ResponseCache;
import io.snowloop.client.cache.StoredResponse;
import io.snowloop.client.testing.MockAnswer;
import io.snowloop.client.testing.MockServer;
import io.snowloop.client.testing.Recorder;
import io.snowloop.client.testing.Replay;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.MediaType;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.metrics.Metrics;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.Connector;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every public method of the module refuses null by the parameter's name, unless the parameter is {@code @Nullable}. All
 * methods of all public classes are found by reflection, so that none is left out.
 */
class NullArgumentsTest {
    private final EventLoop loop = EventLoop.open();
    private final Fetcher fetcher = Fetcher.on(loop);

    /** An object of each public class that has methods of its objects. */
    private final Map<Class<?>, Object> objects = Map.ofEntries(
            Map.entry(Fetcher.class, fetcher),
            Map.entry(FetcherOptions.class, FetcherOptions.DEFAULT),
            Map.entry(FetcherOptions.Builder.class, FetcherOptions.builder()),
            Map.entry(CookieJar.class, CookieJar.create()),
            Map.entry(Credentials.class, Credentials.basic("http://10.0.0.1/", "ada", "secret")),
            Map.entry(CookieJar.Builder.class, CookieJar.builder()),
            Map.entry(EventSource.class, EventSource.of(fetcher, "http://10.0.0.1/")),
            Map.entry(
                    ReconnectingWebSocket.class,
                    ReconnectingWebSocket.of(fetcher, () -> Request.get("ws://10.0.0.1/"))),
            Map.entry(EventSourceOptions.Builder.class, EventSourceOptions.builder()),
            Map.entry(Proxy.class, Proxy.of("http://10.0.0.1")),
            Map.entry(ProxyChoice.class, ProxyChoice.environment(Map.of())),
            Map.entry(Timeouts.class, Timeouts.DEFAULT),
            Map.entry(Timeouts.Builder.class, Timeouts.builder()),
            Map.entry(StoredCookie.class, new StoredCookie("id", "1", "a.test", true, "/", false, false, null, null)),
            Map.entry(BaseUrl.class, BaseUrl.baseUrl("http://10.0.0.1/")),
            Map.entry(DefaultHeaders.class, DefaultHeaders.defaultHeaders(Headers.empty())),
            Map.entry(Redirects.class, Redirects.redirects(1)),
            Map.entry(FormData.class, FormData.create()),
            Map.entry(Retries.class, Retries.retries(1)),
            Map.entry(Hedging.class, Hedging.hedging(Duration.ofSeconds(1))),
            Map.entry(Hedging.Builder.class, Hedging.builder(Duration.ofSeconds(1))),
            Map.entry(RateLimiter.class, RateLimiter.rateLimiter(1, Duration.ofSeconds(1))),
            Map.entry(RateLimiter.Builder.class, RateLimiter.builder(1, Duration.ofSeconds(1))),
            Map.entry(Robots.class, Robots.robots("MyBot")),
            Map.entry(Robots.Builder.class, Robots.builder("MyBot")),
            Map.entry(RobotsTxt.class, RobotsTxt.parse(new byte[0])),
            Map.entry(Sitemap.class, new Sitemap(false, List.of())),
            Map.entry(ResponseCache.class, ResponseCache.create()),
            Map.entry(ResponseCache.Builder.class, ResponseCache.builder()),
            Map.entry(
                    StoredResponse.class,
                    new StoredResponse(
                            "http://10.0.0.1/",
                            Headers.empty(),
                            Status.OK,
                            Headers.empty(),
                            Instant.EPOCH,
                            Instant.EPOCH,
                            Body.EMPTY)),
            Map.entry(FetchListener.class, FetchListener.NONE),
            Map.entry(
                    FetchTimings.class,
                    new FetchTimings(
                            Request.get("http://10.0.0.1/"), null, null, Map.of(), FetchPhase.QUEUE, null, null, 0)),
            Map.entry(Http2Options.class, Http2Options.DEFAULT),
            Map.entry(Http2Options.Builder.class, Http2Options.builder()),
            Map.entry(HarFile.class, harFile()),
            Map.entry(HarFile.Builder.class, HarFile.builder(Path.of("file"))),
            Map.entry(MockServer.class, MockServer.listen(loop)),
            Map.entry(MockAnswer.class, MockAnswer.silence()),
            Map.entry(Recorder.class, Recorder.create()),
            Map.entry(Replay.class, emptyReplay()),
            Map.entry(CircuitBreaker.class, CircuitBreaker.circuitBreaker()),
            Map.entry(CircuitBreaker.Builder.class, CircuitBreaker.builder()),
            Map.entry(ContentDecoding.class, ContentDecoding.contentDecoding()));

    /** An argument of each type that is not null. */
    private final Map<Class<?>, Object> arguments = Map.ofEntries(
            Map.entry(String.class, "http://10.0.0.1/"),
            Map.entry(Request.class, Request.get("http://10.0.0.1/")),
            Map.entry(Response.class, Response.text("")),
            Map.entry(Headers.class, Headers.empty()),
            Map.entry(Path.class, Path.of("file")),
            Map.entry(Duration.class, Duration.ofSeconds(1)),
            Map.entry(MediaType.class, MediaType.JSON),
            Map.entry(Body.class, Body.EMPTY),
            Map.entry(Future.class, Future.completed("")),
            Map.entry(Filter.class, (Filter) (request, next) -> next.handle(request)),
            Map.entry(Handler.class, (Handler) request -> Future.completed(Response.text(""))),
            Map.entry(BiConsumer.class, (BiConsumer<Object, Object>) (request, response) -> {}),
            Map.entry(Consumer.class, (Consumer<Object>) event -> {}),
            Map.entry(Supplier.class, (Supplier<Object>) () -> Future.completed("token")),
            Map.entry(InstantSource.class, InstantSource.system()),
            Map.entry(Predicate.class, (Predicate<Object>) domain -> false),
            Map.entry(EventLoop.class, loop),
            Map.entry(Fetcher.class, fetcher),
            Map.entry(EventSourceOptions.class, EventSourceOptions.DEFAULT),
            Map.entry(Http2Options.class, Http2Options.DEFAULT),
            Map.entry(Http2Limits.class, Http2Limits.DEFAULT),
            Map.entry(HttpVersionPolicy.class, HttpVersionPolicy.NEGOTIATE),
            Map.entry(FetcherOptions.class, FetcherOptions.DEFAULT),
            Map.entry(WebSocketOptions.class, WebSocketOptions.DEFAULT),
            Map.entry(Map.class, Map.of()),
            Map.entry(ProxyChoice.class, ProxyChoice.DIRECT),
            Map.entry(Timeouts.class, Timeouts.DEFAULT),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(CacheStore.class, CacheStore.inMemory()),
            Map.entry(Scheduler.class, loop),
            Map.entry(FetchListener.class, FetchListener.NONE),
            Map.entry(FetchPhase.class, FetchPhase.QUEUE),
            Map.entry(MockAnswer.class, MockAnswer.silence()),
            Map.entry(String[].class, new String[0]),
            Map.entry(byte[].class, new byte[0]),
            Map.entry(TlsConfig.class, serverTls()),
            Map.entry(Limits.class, Limits.DEFAULT),
            Map.entry(Metrics.class, Metrics.NONE),
            Map.entry(RandomGenerator.class, RandomGenerator.getDefault()),
            Map.entry(Connector.class, Connector.DEFAULT));

    NullArgumentsTest() throws IOException {}

    private static TlsConfig serverTls() {
        TestAuthority.Issued issued = new TestAuthority("Test Authority").issue("10.0.0.1");
        return TlsConfig.server(Identity.of(issued.key(), issued.chain()));
    }

    private static Replay emptyReplay() throws IOException {
        Path file = Files.createTempFile("empty", ".txt");
        try {
            return Replay.load(file);
        } finally {
            Files.delete(file);
        }
    }

    private static HarFile harFile() throws IOException {
        Path file = Files.createTempFile("empty", ".har");
        try (HarFile har = HarFile.create(file)) {
            return har;
        } finally {
            Files.delete(file);
        }
    }

    @AfterEach
    void close() {
        fetcher.close();
        loop.close();
    }

    @TestFactory
    List<DynamicTest> nullIsRefusedByName() throws IOException, URISyntaxException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Class<?> type : publicClasses()) {
            for (Method method : type.getDeclaredMethods()) {
                int modifiers = method.getModifiers();
                boolean ofCompiler = method.isSynthetic() || type.isEnum();
                if (Modifier.isPublic(modifiers) && !Modifier.isAbstract(modifiers) && !ofCompiler) {
                    addTests(method, tests);
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests;
    }

    private static List<Class<?>> publicClasses() throws IOException, URISyntaxException {
        Path classes = Path.of(Fetcher.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(Fetcher.class.getPackageName().replace('.', '/'));
        List<Class<?>> types = new ArrayList<>();
        for (String exported : List.of("", "cache", "testing")) {
            try (Stream<Path> files = Files.list(classes.resolve(exported))) {
                files.map(file -> classes.relativize(file).toString().replace(File.separatorChar, '.'))
                        .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                        .map(name -> load(name.substring(0, name.length() - ".class".length())))
                        .filter(type -> Modifier.isPublic(type.getModifiers()))
                        .forEach(types::add);
            }
        }
        return types;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(Fetcher.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private void addTests(Method method, List<DynamicTest> tests) {
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = parameters[i];
            if (!parameter.getType().isPrimitive()
                    && !method.getName().equals("equals")
                    && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                int index = i;
                tests.add(dynamicTest(name(method, parameter), () -> refusesNull(method, index)));
            }
        }
    }

    private static String name(Method method, Parameter parameter) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName() + ": " + parameter.getName();
    }

    private void refusesNull(Method method, int index) throws IllegalAccessException {
        Object target = Modifier.isStatic(method.getModifiers()) ? null : object(method.getDeclaringClass());
        Object[] values = Arrays.stream(method.getParameterTypes())
                .map(type -> Objects.requireNonNull(arguments.get(type), "no argument of type " + type))
                .toArray();
        values[index] = null;
        try {
            method.invoke(target, values);
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).isInstanceOf(NullPointerException.class).hasMessage(name(method, index));
            return;
        }
        throw new AssertionError("null was not refused");
    }

    /** The parameter's name; for a setting, that of the setting, which is the method's. */
    private static String name(Method method, int index) {
        boolean setting = method.getDeclaringClass().getSimpleName().equals("Builder");
        return setting ? method.getName() : method.getParameters()[index].getName();
    }

    private Object object(Class<?> type) {
        return Objects.requireNonNull(objects.get(type), "no object of type " + type);
    }
}
