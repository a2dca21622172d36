// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.snowloop.client.EventSourceOptions;
import io.snowloop.client.FetchListener;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Http2Options;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.client.Proxy;
import io.snowloop.client.ProxyChoice;
import io.snowloop.client.Timeouts;
import io.snowloop.dns.DnsOptions;
import io.snowloop.dns.HostsFile;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h2.FloodLimits;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.ExceptionHandler;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.Ticker;
import io.snowloop.metrics.Metrics;
import io.snowloop.metrics.Prometheus;
import io.snowloop.server.EventStreamOptions;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.ServerTimeouts;
import io.snowloop.server.multipart.Multipart;
import io.snowloop.sim.VirtualTicker;
import io.snowloop.testing.ProjectFolder;
import io.snowloop.testing.TestSelectorProvider;
import io.snowloop.tls.TlsConfig;
import io.snowloop.trace.DebugMode;
import io.snowloop.transport.ConnectObserver;
import io.snowloop.transport.Connector;
import io.snowloop.transport.DatagramOptions;
import io.snowloop.transport.ListenOptions;
import io.snowloop.transport.Resolver;
import io.snowloop.transport.WaterMarks;
import io.snowloop.websocket.Deflate;
import io.snowloop.websocket.MessageLimits;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of every option class, found by reflection: so a copy that forgets one is found, too. */
class OptionsTest {
    private static final List<Object> DEFAULTS = List.of(
            EventLoopOptions.DEFAULT,
            Connector.DEFAULT,
            DatagramOptions.DEFAULT,
            DnsOptions.DEFAULT,
            Limits.DEFAULT,
            DebugMode.DEFAULT,
            TlsConfig.client(),
            Timeouts.DEFAULT,
            FetcherOptions.DEFAULT,
            Http2Options.DEFAULT,
            Http2Limits.DEFAULT,
            FloodLimits.DEFAULT,
            EventSourceOptions.DEFAULT,
            ServerTimeouts.DEFAULT,
            EventStreamOptions.DEFAULT,
            ServerOptions.DEFAULT,
            Multipart.DEFAULT,
            WebSocketOptions.DEFAULT,
            ListenOptions.DEFAULT);

    /** The numbers and durations whose lowest value is zero. All others must be positive. */
    private static final List<String> MAY_BE_ZERO = List.of(
            "EventLoopOptions.maxEarlySelects",
            "EventLoopOptions.blockedAfter",
            "Connector.attemptDelay",
            "ServerTimeouts.notice",
            "Limits.startLine",
            "Limits.headerLine",
            "Limits.headers",
            "Limits.headerCount",
            "Limits.chunkLine",
            "Limits.trailers",
            "Limits.body",
            "Limits.informational",
            "FetcherOptions.maxBody",
            "FetcherOptions.keepAlive",
            "ServerOptions.maxDiscard",
            "ServerOptions.failureInterval",
            "Multipart.maxDisk",
            "Multipart.maxMemory",
            "DatagramOptions.maxQueuedDatagrams",
            "DatagramOptions.maxQueuedBytes",
            "DatagramOptions.receiveBuffer",
            "DatagramOptions.sendBuffer",
            "DatagramOptions.multicastHops",
            "DnsOptions.ndots",
            "DnsOptions.maxWaiting",
            "DnsOptions.maxNames",
            "DnsOptions.minTtl",
            "DnsOptions.maxUnknownTtl",
            "DnsOptions.resolutionDelay",
            "Http2Limits.maxConcurrentStreams",
            "Http2Limits.maxHeaderListSize",
            "Http2Limits.headerTableSize",
            "Http2Limits.informational",
            "FloodLimits.resets",
            "FloodLimits.pings",
            "FloodLimits.emptyFrames",
            "FloodLimits.continuations",
            "FloodLimits.updates");

    /** The numbers whose lowest value RFC 9113 states (§4.2, §6.9.2). */
    private static final List<String> BY_THE_RFC = List.of("Http2Limits.connectionWindow", "Http2Limits.maxFrameSize");

    /** A value that is not the default, for each type of a setting that is neither a number nor a duration. */
    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(Duration.class, Duration.ofSeconds(1)), // of a setting that has none
            Map.entry(String[].class, new String[] {"TLSv1.2"}),
            Map.entry(InetSocketAddress[].class, new InetSocketAddress[] {Resolver.address("10.0.0.1", 53)}),
            Map.entry(HostsFile.class, HostsFile.parse("10.0.0.1 a")),
            Map.entry(Ticker.class, new VirtualTicker()),
            Map.entry(SelectorProvider.class, TestSelectorProvider.virtual(new VirtualTicker())),
            Map.entry(ExceptionHandler.class, (ExceptionHandler) (error, source) -> {}),
            Map.entry(LoopObserver.Factory.class, (LoopObserver.Factory) loop -> (event, value, owner) -> {}),
            Map.entry(NetworkInterface.class, anyInterface()),
            Map.entry(Metrics.class, new Prometheus()),
            Map.entry(FetchListener.class, (FetchListener) timings -> {}),
            Map.entry(ConnectObserver.class, (ConnectObserver) (step, address) -> {}),
            Map.entry(Resolver.class, Resolver.blocking(Runnable::run)),
            Map.entry(Path.class, Path.of("target")),
            Map.entry(WaterMarks.class, new WaterMarks(2, 1)),
            Map.entry(Consumer.class, (Consumer<Object>) report -> {}),
            Map.entry(TlsConfig.ClientCertificates.class, TlsConfig.ClientCertificates.WANTED),
            Map.entry(Executor.class, (Executor) Runnable::run),
            Map.entry(Timeouts.class, Timeouts.builder().build()),
            Map.entry(Limits.class, Limits.builder().build()),
            Map.entry(Http2Limits.class, Http2Limits.builder().build()),
            Map.entry(FloodLimits.class, FloodLimits.builder().build()),
            Map.entry(Http2Options.class, Http2Options.builder().build()),
            Map.entry(HttpVersionPolicy.class, HttpVersionPolicy.NEGOTIATE),
            Map.entry(Connector.class, Connector.builder().build()),
            Map.entry(TlsConfig.class, TlsConfig.client().toBuilder().build()),
            Map.entry(ProxyChoice.class, Proxy.of("http://10.0.0.1")),
            Map.entry(SocketAddress.class, UnixDomainSocketAddress.of("a.sock")),
            Map.entry(ServerTimeouts.class, ServerTimeouts.builder().build()),
            Map.entry(MessageLimits.class, MessageLimits.of(1)),
            Map.entry(List.class, List.of("chat")),
            Map.entry(Deflate.class, Deflate.WITH_CONTEXT),
            Map.entry(RandomGenerator.class, new SplittableRandom(1)),
            Map.entry(BiConsumer.class, (BiConsumer<Object, Object>) (error, pause) -> {}),
            Map.entry(InstantSource.class, InstantSource.fixed(Instant.EPOCH)));

    private static NetworkInterface anyInterface() {
        try {
            return NetworkInterface.getNetworkInterfaces().nextElement();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A limit that is hit, as the server logs it. */
    private static final Pattern LOGGED = Pattern.compile("\\bhit\\(\\s*\"ServerOptions\\.([\\w.]*\\w)");

    /** A method of a builder, and the options to begin with. */
    record Setting(Object options, Method setter) {
        String name() {
            return setter.getName();
        }

        Class<?> type() {
            return setter.getParameterTypes()[0];
        }

        boolean isNullable() {
            return setter.getAnnotatedParameterTypes()[0].isAnnotationPresent(Nullable.class);
        }

        /** The options with another value. */
        Object with(@Nullable Object value) {
            return call(Objects.requireNonNull(call(builder(options), setter, new Object[] {value})), "build");
        }

        /** A value that the options do not have. */
        Object otherValue() {
            Object current = read(options, name());
            if (current instanceof Integer number) {
                return number == 0 || BY_THE_RFC.contains(toString()) ? number + 1 : number - 1;
            }
            if (current instanceof Long number) {
                return number == 0 ? 1 : number - 1;
            }
            if (current instanceof Duration duration) {
                return duration.plusNanos(1);
            }
            if (current instanceof Boolean flag) {
                return !flag;
            }
            return Objects.requireNonNull(SAMPLES.get(type()), () -> "a sample of " + type());
        }

        /** {@code count} in this setting's type, or null if that is no number and no duration. */
        @Nullable
        Object amount(int count) {
            if (type() == int.class) {
                return count;
            }
            if (type() == long.class) {
                return (long) count;
            }
            return type() == Duration.class ? Duration.ofNanos(count) : null;
        }

        @Override
        public String toString() {
            return options.getClass().getSimpleName() + "." + name();
        }
    }

    static Stream<Class<?>> classes() {
        return DEFAULTS.stream().map(Object::getClass);
    }

    static Stream<Setting> settings() {
        return DEFAULTS.stream().flatMap(OptionsTest::settingsOf);
    }

    static Stream<Setting> amounts() {
        return settings().filter(setting -> setting.amount(0) != null && !BY_THE_RFC.contains(setting.toString()));
    }

    static Stream<Setting> references() {
        return settings().filter(setting -> !setting.type().isPrimitive());
    }

    @Tag("once") // reads class files only
    @Test
    void noOptionClassIsMissingHere() {
        Stream<String> found = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("io.snowloop").stream()
                        .filter(type -> type.tryGetMethod("toBuilder").isPresent())
                        .map(JavaClass::getName);

        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        classes().map(Class::getName).toList());
    }

    @ParameterizedTest
    @MethodSource("classes")
    void anotherSettingBreaksNoCaller(Class<?> type) {
        assertThat(type).isFinal();
        if (type != DebugMode.class) { // a service needs a public constructor
            assertThat(type.getConstructors()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("classes")
    void optionsDoNotChange(Class<?> type) {
        assertThat(type.getDeclaredFields())
                .filteredOn(field -> !field.isSynthetic()) // a coverage tool's
                .allMatch(field -> Modifier.isFinal(field.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aChangeLeavesTheOtherSettingsAndTheOriginal(Setting setting) {
        Map<String, @Nullable Object> before = values(setting.options());
        Object value = setting.otherValue();
        Map<String, @Nullable Object> expected = new TreeMap<>(before);
        expected.put(setting.name(), value instanceof Object[] many ? List.of(many) : value);

        Object changed = setting.with(value);

        assertThat(values(changed)).isEqualTo(expected).isNotEqualTo(before);
        assertThat(values(call(builder(changed), "build"))).as("a copy").isEqualTo(expected);
        assertThat(values(setting.options())).as("the original").isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("amounts")
    void anAmountHasALowerBound(Setting setting) {
        assertThatCode(() -> setting.with(setting.amount(1))).doesNotThrowAnyException();
        if (MAY_BE_ZERO.contains(setting.toString())) {
            assertThatCode(() -> setting.with(setting.amount(0))).doesNotThrowAnyException();
        } else {
            assertRefused(setting, 0);
        }
        assertRefused(setting, -1);
    }

    private static void assertRefused(Setting setting, int count) {
        Object amount = setting.amount(count);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting.with(amount))
                .withMessageStartingWith(setting.name() + " must ")
                .withMessageEndingWith(" " + amount);
    }

    @ParameterizedTest
    @MethodSource("references")
    void nullIsRefusedByName(Setting setting) {
        if (setting.isNullable()) {
            assertThat(read(setting.with(null), setting.name())).isNull();
        } else {
            assertThatNullPointerException()
                    .isThrownBy(() -> setting.with(null))
                    .withMessage(setting.name());
        }
    }

    /** A log record with the name of a setting that is not there would send its reader the wrong way. */
    @Test
    void theLogNamesSettingsThatThereAre() throws IOException {
        List<String> named = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ProjectFolder.ROOT.resolve("async-server/src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                LOGGED.matcher(Files.readString(file)).results().forEach(found -> named.add(found.group(1)));
            }
        }

        assertThat(named).contains("limits", "timeouts.head", "maxDiscard");
        for (String path : named) {
            Object value = ServerOptions.DEFAULT;
            for (String setting : path.split("\\.")) {
                value = call(value, setting);
            }
        }
    }

    // ----------------------------------------------------------------------------------------------- reflection

    private static Object builder(Object options) {
        return call(options, "toBuilder");
    }

    private static Stream<Setting> settingsOf(Object options) {
        return Stream.of(builder(options).getClass().getMethods())
                .filter(method -> method.getReturnType() == method.getDeclaringClass())
                .map(setter -> new Setting(options, setter));
    }

    /** What the accessors of all settings return. */
    private static Map<String, @Nullable Object> values(Object options) {
        Map<String, @Nullable Object> values = new TreeMap<>();
        settingsOf(options).forEach(setting -> values.put(setting.name(), read(options, setting.name())));
        return values;
    }

    private static @Nullable Object read(Object options, String accessor) {
        return call(options, method(options, accessor));
    }

    private static Object call(Object target, String method) {
        return Objects.requireNonNull(call(target, method(target, method)));
    }

    private static Method method(Object target, String name) {
        try {
            return target.getClass().getMethod(name);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
