// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.h1.Limits;
import io.snowloop.options.Bounds;
import io.snowloop.options.HeapDefaults;
import io.snowloop.transport.WaterMarks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * The settings of a server's connections. Immutable.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#server-options -->
 * <pre>{@code
 * ServerTimeouts timeouts = ServerTimeouts.builder().handler(ofSeconds(5)).build();
 * ServerOptions options = ServerOptions.builder()
 *         .maxConnections(1_000)
 *         .limits(Limits.builder().body(10 * 1024 * 1024).build())
 *         .timeouts(timeouts)
 *         .build();
 * Server server = Server.of(app).options(options).listen("127.0.0.1", 0);
 * }</pre>
 *
 * <p>The first time that a limit is hit, a log record at level WARNING names its setting.
 */
public final class ServerOptions {
    /** Every setting at its default. */
    public static final ServerOptions DEFAULT = builder().build();

    private final Limits limits;
    private final ServerTimeouts timeouts;
    private final long minimumRate;
    private final int maxConnections;
    private final long maxRequests;
    private final long maxDiscard;
    private final long maxMemory;
    private final int maxHttp2Files;
    private final int backlog;
    private final WaterMarks writeMarks;
    private final InstantSource clock;
    private final Duration failureInterval;

    private ServerOptions(Builder builder) {
        this.limits = builder.limits;
        this.timeouts = builder.timeouts;
        this.minimumRate = builder.minimumRate;
        this.maxConnections = builder.maxConnections;
        this.maxRequests = builder.maxRequests;
        this.maxDiscard = builder.maxDiscard;
        this.maxMemory = builder.maxMemory;
        this.maxHttp2Files = builder.maxHttp2Files;
        this.backlog = builder.backlog;
        this.writeMarks = builder.writeMarks;
        this.clock = builder.clock;
        this.failureInterval = builder.failureInterval;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the limits on requests} */
    public Limits limits() {
        return limits;
    }

    /** {@return how long the server waits} */
    public ServerTimeouts timeouts() {
        return timeouts;
    }

    /** {@return the lowest rate of a client that sends a body or receives a response, in bytes a second} */
    public long minimumRate() {
        return minimumRate;
    }

    /** {@return the most connections at the same time} */
    public int maxConnections() {
        return maxConnections;
    }

    /** {@return the most requests on one connection} */
    public long maxRequests() {
        return maxRequests;
    }

    /** {@return the longest rest of a request's body that is read and discarded, in bytes} */
    public long maxDiscard() {
        return maxDiscard;
    }

    /** {@return the most bytes that all connections together keep in memory} */
    public long maxMemory() {
        return maxMemory;
    }

    /** {@return the most files that a loop holds open for answers of HTTP/2, before each further connection has one} */
    public int maxHttp2Files() {
        return maxHttp2Files;
    }

    /** {@return how many connections the kernel holds until they are accepted} */
    public int backlog() {
        return backlog;
    }

    /** {@return the water marks of each connection's write queue} */
    public WaterMarks writeMarks() {
        return writeMarks;
    }

    /** {@return the clock of the {@code Date} field} */
    public InstantSource clock() {
        return clock;
    }

    /** {@return how often failures of the same kind are logged} */
    public Duration failureInterval() {
        return failureInterval;
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        /** A byte at this rate takes a nanosecond, which is the unit of the loop's clock. */
        private static final long HIGHEST_RATE = 1_000_000_000;

        /** What the objects of a connection take, with what is not counted in {@code maxMemory}, is at most half of that. */
        private static final int HEAP_OF_CONNECTION = 32 * 1024;

        private Limits limits = Limits.DEFAULT;
        private ServerTimeouts timeouts = ServerTimeouts.DEFAULT;
        private long minimumRate = 500;
        private int maxConnections = HeapDefaults.count(16_384, HEAP_OF_CONNECTION);
        private long maxRequests = 100_000;
        private long maxDiscard = 64 * 1024;
        private long maxMemory = Runtime.getRuntime().maxMemory() / 4;
        private int maxHttp2Files = 256;
        private int backlog = 1_024;
        private WaterMarks writeMarks = WaterMarks.DEFAULT;
        private InstantSource clock = InstantSource.system();
        private Duration failureInterval = Duration.ofMinutes(1);

        private Builder() {}

        private Builder(ServerOptions options) {
            this.limits = options.limits;
            this.timeouts = options.timeouts;
            this.minimumRate = options.minimumRate;
            this.maxConnections = options.maxConnections;
            this.maxRequests = options.maxRequests;
            this.maxDiscard = options.maxDiscard;
            this.maxMemory = options.maxMemory;
            this.maxHttp2Files = options.maxHttp2Files;
            this.backlog = options.backlog;
            this.writeMarks = options.writeMarks;
            this.clock = options.clock;
            this.failureInterval = options.failureInterval;
        }

        /**
         * Sets the limits on requests. The answer to a request over one of them is the status given there, and the
         * connection ends. Of those, {@code body} is for HTTP/2, too, and ends the stream; the others are {@link Server.Builder#http2 its own}.
         *
         * @param limits default: {@link Limits#DEFAULT}
         * @return this builder
         */
        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Sets how long the server waits.
         * @param timeouts default: {@link ServerTimeouts#DEFAULT}
         * @return this builder
         */
        public Builder timeouts(ServerTimeouts timeouts) {
            this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
            return this;
        }

        /**
         * Sets the lowest rate of a client that sends a body or receives a response, in bytes a second. A slower client's
         * connection ends after {@link ServerTimeouts#bodyGrace} or {@link ServerTimeouts#responseGrace}; of HTTP/2, the stream that
         * it concerns.
         *
         * @param bytesPerSecond from 1 to 1,000,000,000; default: 500
         * @return this builder
         */
        public Builder minimumRate(long bytesPerSecond) {
            this.minimumRate = Bounds.between("minimumRate", 1, HIGHEST_RATE, bytesPerSecond);
            return this;
        }

        /**
         * Sets the most connections at the same time. Further connections wait in the backlog.
         * @param connections at least 1; default: 16,384, or one for each 32 KiB of the largest heap ({@link Runtime#maxMemory}) if those are fewer
         * @return this builder
         */
        public Builder maxConnections(int connections) {
            this.maxConnections = Bounds.atLeast("maxConnections", 1, connections);
            return this;
        }

        /**
         * Sets the most requests on one connection. The last answer says {@code Connection: close}, and the connection ends. A client
         * of HTTP/2 gets a GOAWAY, and an answer to what it has sent before it has got that.
         *
         * @param requests at least 1; default: 100,000
         * @return this builder
         */
        public Builder maxRequests(long requests) {
            this.maxRequests = Bounds.atLeast("maxRequests", 1, requests);
            return this;
        }

        /**
         * Sets how many bytes of a request body that was not read the server reads and discards, so that the connection can
         * be used again. A longer rest closes the connection. HTTP/2 has no use for it: the stream is reset, with NO_ERROR.
         *
         * @param bytes at least 0; default: 64 KiB
         * @return this builder
         */
        public Builder maxDiscard(long bytes) {
            this.maxDiscard = Bounds.atLeast("maxDiscard", 0, bytes);
            return this;
        }

        /**
         * Sets the most bytes that all connections together keep in memory: of request bodies that are collected, of
         * received bytes that are not used yet, also by TLS, of heads of more than 1 KiB, and of answers, events and WebSocket messages that
         * clients have not read. An array that several of these answers have counts once. Of HTTP/2, also 2 KiB for each stream of a connection
         * that has more than two, a piece of each answer that waits for a window, and the table of fields beyond 4 KiB. Each loop of the
         * server has an equal share.
         *
         * <p>A request that needs more is answered with 503, and so is one whose answer is large or a stream; an answer that
         * has begun, and that its client does not read, ends with a reset, and so does a WebSocket, and a connection whose TLS record, or
         * fields of HTTP/2, have not come as a whole. What the app itself
         * keeps is not counted, nor a body in a direct buffer.
         *
         * @param bytes at least 1; default: a quarter of the largest heap ({@link Runtime#maxMemory})
         * @return this builder
         */
        public Builder maxMemory(long bytes) {
            this.maxMemory = Bounds.atLeast("maxMemory", 1, bytes);
            return this;
        }

        /**
         * Sets how many files each loop holds open for answers of HTTP/2. A client decides how long each of these takes, and may have a hundred
         * of them on a connection. If so many are open, each further connection has one; if a quarter of it are, a connection has a
         * sixteenth of it at most. Further answers wait until a file is closed. Those of at most 64 KiB, which are sent at once, do not count,
         * nor those of HTTP/1.1: each connection has one.
         *
         * @param files at least 1; default: 256
         * @return this builder
         */
        public Builder maxHttp2Files(int files) {
            this.maxHttp2Files = Bounds.atLeast("maxHttp2Files", 1, files);
            return this;
        }

        /**
         * Sets how many connections the kernel holds until they are accepted. The kernel drops or refuses further ones.
         * @param connections at least 1; default: 1,024, or what the kernel allows if that is less
         * @return this builder
         */
        public Builder backlog(int connections) {
            this.backlog = Bounds.atLeast("backlog", 1, connections);
            return this;
        }

        /**
         * Sets the water marks of each connection's write queue.
         * @param writeMarks default: {@link WaterMarks#DEFAULT}
         * @return this builder
         */
        public Builder writeMarks(WaterMarks writeMarks) {
            this.writeMarks = Objects.requireNonNull(writeMarks, "writeMarks");
            return this;
        }

        /**
         * Sets the clock of the {@code Date} field.
         * @param clock default: the system's
         * @return this builder
         */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets how often failures of the same kind are logged. Of requests that fail with the same 5xx and the same class of error, the first one
         * is logged with its stack, at ERROR for a 500 and else at WARNING; and after each interval, how many more there were. An interval
         * without a failure ends that: the next one is a first one. The others are logged at DEBUG.
         *
         * @param interval not negative; default: 1 min. Zero: each failure is logged with its stack
         * @return this builder
         */
        public Builder failureInterval(Duration interval) {
            this.failureInterval = Bounds.notNegative("failureInterval", interval);
            return this;
        }

        /** {@return options with these settings} */
        public ServerOptions build() {
            return new ServerOptions(this);
        }
    }
}
