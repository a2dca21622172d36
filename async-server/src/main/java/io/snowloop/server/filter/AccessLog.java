// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Attribute;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.SentResponse;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.Ticker;
import io.snowloop.options.Bounds;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A filter that logs each request with its response, in one line. Without settings, it is at level INFO of {@link System.Logger}:
 * {@code GET /home/?a=1 200 4 bytes 0.213 ms}. With {@link RequestId} around it, the id follows.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/LoggingPageTest.java#access-log -->
 * <pre>{@code
 * BlockingQueue<String> lines = new ArrayBlockingQueue<>(10_000);
 * AccessLog accessLog = AccessLog.builder()
 *         .format(AccessLogFormat.COMBINED)
 *         .sink(lines::offer) // when it is full, a line is lost, and no loop waits
 *         .build();
 * }</pre>
 *
 * <p>In a server the line is written when the response was sent, or broke off: it has the status and the number of bytes that the
 * client was really sent, also where the server has responded itself because the handler took too long. Requests that are
 * refused before a handler is called, because they are malformed, have no line. The target is logged as it was sent, also in an app
 * that is mounted in another one. An app that is called without a server logs when it has its response.
 *
 * <p>The user is known to {@link io.snowloop.server.auth.Authentication} inside of this filter, which tells it: see {@link #tellUser}.
 */
public final class AccessLog implements Filter {
    private static final LazyLogger LOG = new LazyLogger(AccessLog.class);
    private static final Attribute<User> USER = Attribute.of("user of the access log");

    private final AccessLogFormat format;
    private final @Nullable Consumer<? super String> sink;
    private final InstantSource clock;
    private final int maxField;

    private AccessLog(Builder builder) {
        this.format = builder.format;
        this.sink = builder.sink;
        this.clock = builder.clock;
        this.maxField = builder.maxField;
    }

    /** {@return the filter, with every setting at its default} Add it first, so that it also logs the responses of other filters. */
    public static AccessLog accessLog() {
        return builder().build();
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Tells the access logs around who has sent a request. {@link io.snowloop.server.auth.Authentication} does it by itself. Any thread.
     *
     * @param request from inside of this filter; if there is none around, nothing happens
     * @param name of the user, who may have chosen it: formats escape it
     */
    public static void tellUser(Request request, String name) {
        User user = requireNonNull(request, "request").attribute(USER);
        requireNonNull(name, "name");
        if (user != null) {
            user.name = name;
        }
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        requireNonNull(request, "request");
        requireNonNull(next, "next");
        if (sink == null && !LOG.isLoggable(Level.INFO)) {
            return next.handle(request);
        }
        Call call = new Call(request);
        Future<SentResponse> sent = request.context().sent();
        if (sent != null) {
            sent.onComplete(call::ended); // first: a handler may throw
        }
        Future<Response> response = next.handle(request.withAttribute(USER, call.user));
        if (sent == null) {
            response.onComplete((made, error) -> call.ended(made == null ? null : asSent(made), error));
        }
        return response;
    }

    private static SentResponse asSent(Response response) {
        return new SentResponse(response.status(), response.body().length(), true);
    }

    private void log(AccessLogEntry entry) {
        String line = format.line(entry);
        if (sink == null) {
            LOG.log(Level.INFO, line);
        } else {
            sink.accept(line);
        }
    }

    /** Who has sent a request: a cell, because the filter that knows it gets the request after this one. */
    private static final class User {
        volatile @Nullable String name;
    }

    /** A request until its line is written. */
    private final class Call {
        private final Request request;
        private final User user;
        private final Instant time = clock.instant();
        private final Ticker ticker = Ticker.current();
        private final long start = ticker.nanoTime();

        Call(Request request) {
            this.request = request;
            User ofOuter = request.attribute(USER);
            this.user = ofOuter == null ? new User() : ofOuter;
        }

        void ended(@Nullable SentResponse sent, @Nullable Throwable error) {
            Duration duration = Duration.ofNanos(ticker.nanoTime() - start);
            log(new AccessLogEntry(request, user.name, time, duration, sent, error, maxField));
        }
    }

    /** Sets what {@link AccessLog} logs, and where. */
    public static final class Builder {
        private AccessLogFormat format = AccessLogFormat.SHORT;
        private @Nullable Consumer<? super String> sink;
        private InstantSource clock = InstantSource.system();
        private int maxField = 2_048;

        private Builder() {}

        /**
         * Sets what makes the lines.
         * @param format default: {@link AccessLogFormat#SHORT}
         * @return this builder
         */
        public Builder format(AccessLogFormat format) {
            this.format = requireNonNull(format, "format");
            return this;
        }

        /**
         * Sets what gets the lines, without line ends. It is called on the threads of all loops that the filter is used in, so it must
         * not block: a queue in memory, whose bound is its own, or a logger that is asynchronous. What it throws is reported to the loop.
         *
         * @param sink default: null, and lines go to {@link System.Logger}, at level INFO, under the name of this class
         * @return this builder
         */
        public Builder sink(@Nullable Consumer<? super String> sink) {
            this.sink = sink;
            return this;
        }

        /**
         * Sets the clock of the times in the lines. Durations are measured by the loop's.
         * @param clock default: the system's
         * @return this builder
         */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets how much of a field that a client chooses is logged: of the method, the target, {@code Referer}, {@code User-Agent}, the
         * user's name and the text of an error. Of a longer one the line has the beginning, and how many characters more there were:
         * {@code /aaa...[+61440]}.
         *
         * @param characters at least 1, before they are escaped; default: 2,048
         * @return this builder
         */
        public Builder maxField(int characters) {
            this.maxField = Bounds.atLeast("maxField", 1, characters);
            return this;
        }

        /** {@return a filter with these settings} The builder can be used again. */
        public AccessLog build() {
            return new AccessLog(this);
        }
    }
}
