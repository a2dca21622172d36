// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h1.Limits;
import io.snowloop.loop.EventLoop;
import io.snowloop.transport.Connector;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
            Map.entry(EventSource.class, EventSource.of(fetcher, "http://10.0.0.1/")),
            Map.entry(EventSourceOptions.Builder.class, EventSourceOptions.builder()),
            Map.entry(Timeouts.class, Timeouts.DEFAULT),
            Map.entry(Timeouts.Builder.class, Timeouts.builder()),
            Map.entry(Redirects.class, Redirects.redirects(1)),
            Map.entry(Retries.class, Retries.retries(1)),
            Map.entry(ContentDecoding.class, ContentDecoding.contentDecoding()));

    /** An argument of each type that is not null. */
    private final Map<Class<?>, Object> arguments = Map.ofEntries(
            Map.entry(String.class, "http://10.0.0.1/"),
            Map.entry(Request.class, Request.get("http://10.0.0.1/")),
            Map.entry(Response.class, Response.text("")),
            Map.entry(Path.class, Path.of("file")),
            Map.entry(Duration.class, Duration.ofSeconds(1)),
            Map.entry(Future.class, Future.completed("")),
            Map.entry(Filter.class, (Filter) (request, next) -> next.handle(request)),
            Map.entry(Handler.class, (Handler) request -> Future.completed(Response.text(""))),
            Map.entry(BiConsumer.class, (BiConsumer<Object, Object>) (request, response) -> {}),
            Map.entry(Consumer.class, (Consumer<Object>) event -> {}),
            Map.entry(EventLoop.class, loop),
            Map.entry(Fetcher.class, fetcher),
            Map.entry(EventSourceOptions.class, EventSourceOptions.DEFAULT),
            Map.entry(FetcherOptions.class, FetcherOptions.DEFAULT),
            Map.entry(WebSocketOptions.class, WebSocketOptions.DEFAULT),
            Map.entry(Timeouts.class, Timeouts.DEFAULT),
            Map.entry(Limits.class, Limits.DEFAULT),
            Map.entry(Connector.class, Connector.DEFAULT));

    NullArgumentsTest() throws IOException {}

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
                if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
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
        try (Stream<Path> files = Files.list(classes)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .filter(type -> Modifier.isPublic(type.getModifiers()))
                    .toList();
        }
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
