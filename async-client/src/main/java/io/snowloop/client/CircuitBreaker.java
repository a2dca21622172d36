// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Ticker;
import io.snowloop.options.Bounds;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * A filter that asks an origin no more for a while, when too many of the requests to it fail. The caller learns it at once, and the
 * server has time to recover.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/RetriesPageTest.java#breaker -->
 * <pre>{@code
 * CircuitBreaker breaker = CircuitBreaker.builder()
 *         .failurePercent(50) // of at least 20 requests
 *         .window(ofSeconds(10))
 *         .openFor(ofSeconds(5))
 *         .onChange((origin, state) -> log.add(origin + " is " + state))
 *         .build();
 * Fetcher fetcher = plain.with(redirects(5)).with(retries(3)).with(breaker);
 * }</pre>
 *
 * <p>Each origin has a circuit. While it is <em>closed</em>, requests pass. It <em>opens</em> when the share of failures over a
 * sliding window is too high; then requests fail with a {@link CircuitOpenException}. When its time is over, it is <em>half-open</em>:
 * one request passes, as a trial, whose outcome closes the circuit or opens it again.
 *
 * <p>A failure is an {@link IOException}, a {@link TimeoutException} of a filter inside, or a response that
 * {@link Builder#failure} takes for one. A request that its caller cancels, or an invalid one, tells nothing. Redirects and
 * {@link Retries} go outside of it: then each of their requests counts, and none is sent while the circuit is open.
 *
 * <p>It belongs to one loop: make one for each {@link Fetcher} that has a loop of its own.
 */
public final class CircuitBreaker implements Filter {
    /** What a circuit lets pass. */
    public enum State {
        /** All requests pass. */
        CLOSED,

        /** No request passes until its time is over. */
        OPEN,

        /** One request passes, as a trial. */
        HALF_OPEN
    }

    private final int failurePercent;
    private final int minCalls;
    private final Duration window;
    private final Duration openFor;
    private final Predicate<Response> failure;
    private final BiConsumer<String, State> onChange;
    private final PerOrigin<Circuit> circuits;

    private CircuitBreaker(Builder builder) {
        failurePercent = builder.failurePercent;
        minCalls = builder.minCalls;
        window = builder.window;
        openFor = builder.openFor;
        failure = builder.failure;
        onChange = builder.onChange;
        circuits = new PerOrigin<>(builder.maxOrigins, origin -> new Circuit(origin, this));
    }

    /** {@return a filter with every setting at its default} */
    public static CircuitBreaker circuitBreaker() {
        return builder().build();
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@return what the circuit of an origin lets pass} It stays open until the first request after its time. On the loop's thread.
     * @param url any URL of the origin
     * @throws IllegalArgumentException if it is no absolute URL
     */
    public State state(String url) {
        Circuit circuit = circuits.known(requireNonNull(url, "url"));
        return circuit == null ? State.CLOSED : circuit.state();
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        requireNonNull(next, "next");
        Circuit circuit = circuits.of(requireNonNull(request, "request"));
        boolean trial;
        try {
            trial = circuit.begin(Ticker.current().nanoTime());
        } catch (CircuitOpenException e) {
            return Future.failed(e);
        }
        Future<Response> answer = call(request, next).transform(outcome -> {
            judge(circuit, trial, outcome);
            return outcome;
        });
        return trial ? answer.onDone(() -> releaseCancelled(circuit, answer)) : answer;
    }

    /** What a handler throws must not leave the trial under way for all time. */
    private static Future<Response> call(Request request, Handler next) {
        try {
            return next.handle(request);
        } catch (RuntimeException e) {
            return Future.failed(e);
        }
    }

    private void judge(Circuit circuit, boolean trial, Completed<Response> outcome) {
        Response response = outcome.value();
        Throwable error = outcome.error();
        if (response != null) {
            circuit.ended(
                    trial, isFailure(circuit, trial, response), Ticker.current().nanoTime());
        } else if (error instanceof IOException || error instanceof TimeoutException) {
            circuit.ended(trial, true, Ticker.current().nanoTime());
        } else if (trial && !(error instanceof CancellationException)) {
            circuit.released();
        }
    }

    /** What the predicate throws fails the request, and must not leave the trial under way for all time. */
    private boolean isFailure(Circuit circuit, boolean trial, Response response) {
        try {
            return failure.test(response);
        } catch (RuntimeException e) {
            if (trial) {
                circuit.released();
            }
            throw e;
        }
    }

    /** Where the trial is cancelled, no function may be called with its outcome. */
    private static void releaseCancelled(Circuit circuit, Future<Response> trial) {
        if (trial.isCancelled()) {
            circuit.released();
        }
    }

    int failurePercent() {
        return failurePercent;
    }

    int minCalls() {
        return minCalls;
    }

    Duration window() {
        return window;
    }

    Duration openFor() {
        return openFor;
    }

    void changed(Origin origin, State state) {
        onChange.accept(origin.toString(), state);
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private int failurePercent = 50;
        private int minCalls = 20;
        private Duration window = Duration.ofSeconds(10);
        private Duration openFor = Duration.ofSeconds(10);
        private int maxOrigins = PerOrigin.MOST;
        private Predicate<Response> failure = response -> response.status().code() >= 500;
        private BiConsumer<String, State> onChange = (origin, state) -> {};

        private Builder() {}

        /**
         * Sets the share of failures that opens a circuit.
         * @param percent of the requests in the window, from 1 to 100; default: 50
         * @return this builder
         */
        public Builder failurePercent(int percent) {
            this.failurePercent = (int) Bounds.between("failurePercent", 1, 100, percent);
            return this;
        }

        /**
         * Sets how many requests the window must have before their failures count: of two requests, one is no share.
         * @param calls at least 1; default: 20
         * @return this builder
         */
        public Builder minCalls(int calls) {
            this.minCalls = Bounds.atLeast("minCalls", 1, calls);
            return this;
        }

        /**
         * Sets the time over which requests are counted. It slides by tenths.
         * @param window positive; default: 10 s
         * @return this builder
         */
        public Builder window(Duration window) {
            this.window = Bounds.positive("window", window);
            return this;
        }

        /**
         * Sets how long a circuit stays open, until a trial.
         * @param time positive; default: 10 s
         * @return this builder
         */
        public Builder openFor(Duration time) {
            this.openFor = Bounds.positive("openFor", time);
            return this;
        }

        /**
         * Sets of how many origins the circuit is kept, about 300 bytes each.
         * @param origins at least 1; default: 1,000. With one more, that which was not asked for the longest time begins anew
         * @return this builder
         */
        public Builder maxOrigins(int origins) {
            this.maxOrigins = Bounds.atLeast("maxOrigins", 1, origins);
            return this;
        }

        /**
         * Sets which responses are failures.
         * @param failure called on the loop's thread; must not read the body; default: those with status 500 and above
         * @return this builder
         */
        public Builder failure(Predicate<Response> failure) {
            this.failure = requireNonNull(failure, "failure");
            return this;
        }

        /**
         * Sets what is told when a circuit opens, half-opens or closes.
         * @param observer called on the loop's thread with the origin, such as {@code http://a.test:8080}, and the new state; default:
         *     one that does nothing
         * @return this builder
         */
        public Builder onChange(BiConsumer<String, State> observer) {
            this.onChange = requireNonNull(observer, "onChange");
            return this;
        }

        /** {@return a filter with these settings} Each has circuits of its own. */
        public CircuitBreaker build() {
            return new CircuitBreaker(this);
        }
    }
}
