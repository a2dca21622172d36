// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Attribute;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Ticker;
import io.snowloop.loop.channel.LargeTask;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the {@code robots.txt} of one origin says to our crawler, fetched when it is needed. */
final class RobotsSite {
    /** RFC 9309 §2.3.1.2. */
    private static final Redirects REDIRECTS = Redirects.redirects(5);

    private final Origin origin;
    private final Robots robots;

    /** Null before the first answer. They may be out of date. */
    private @Nullable RobotsRules rules;

    /** Null while it is not being fetched. */
    private @Nullable Future<RobotsRules> loading;

    /** When the rules were fetched, in nanoseconds of the ticker, and for how long they are used. */
    private long loadedAt;

    private Duration fresh = Duration.ZERO;

    /** Null if there is no delay between requests. */
    private @Nullable Pacer pacer;

    RobotsSite(Origin origin, Robots robots) {
        this.origin = origin;
        this.robots = robots;
    }

    /** How many bytes the rules take, roughly. */
    long memory() {
        return rules == null ? 0 : rules.memory();
    }

    /** Sends a request, if it is allowed, in its turn. */
    Future<Response> send(Request request, Handler next) {
        String path = Target.of(request.target()).path();
        return rules(request, next)
                .flatMap(known -> refusal(known, path).flatMap(refusal -> {
                    if (refusal != null) {
                        return Future.failed(new DisallowedByRobotsException(
                                "robots.txt of " + origin + " forbids it to " + robots.product() + " (" + refusal
                                        + "): " + request,
                                known.unreachable()));
                    }
                    return pacer == null
                            ? next.handle(request)
                            : pacer.send(
                                    request.withAttribute(Robots.CRAWL_DELAY, robots.bounded(known.crawlDelay())),
                                    next);
                }));
    }

    /** Of thousands of rules in a task of its own, behind which the loop looks at the clock: thousands of requests may wait for them. */
    private static Future<@Nullable String> refusal(RobotsRules rules, String path) {
        if (!rules.isMuchWork(path)) {
            return Future.completed(rules.refusal(path));
        }
        Scheduler loop = Scheduler.current();
        Promise<@Nullable String> refusal = loop.newPromise();
        loop.execute((LargeTask) () -> {
            if (!refusal.isDone()) { // else it was cancelled
                refusal.complete(rules.refusal(path));
            }
        });
        return refusal;
    }

    private Future<RobotsRules> rules(Request first, Handler next) {
        if (rules != null && Ticker.current().nanoTime() - loadedAt < fresh.toNanos()) {
            return Future.completed(rules);
        }
        if (loading == null) {
            Future<RobotsRules> begun = load(first, next);
            if (begun.isDone()) { // a handler that needs no network
                return begun;
            }
            loading = begun.onDone(() -> loading = null);
        }
        return loading.shield(); // others wait for it, too
    }

    /**
     * The file comes the way of the first request: by the proxy and with the TLS that this has as attributes. Its other attributes are its
     * own: its time-outs must not decide for all requests, and its listener hears of it only.
     */
    private Future<RobotsRules> load(Request first, Handler next) {
        Request ask = Request.get(origin + "/robots.txt").withHeaders(Headers.of("User-Agent", robots.agent()));
        ask = copy(ProxyChoice.OF_REQUEST, first, ask);
        ask = copy(FetcherOptions.TLS_OF_REQUEST, first, ask);
        return REDIRECTS.around(next).handle(ask).flatMap(this::read).transform(this::keep);
    }

    private static <T> Request copy(Attribute<T> key, Request from, Request to) {
        T value = from.attribute(key);
        return value == null ? to : to.withAttribute(key, value);
    }

    private Future<RobotsRules> read(Response response) {
        int status = response.status().code();
        if (status >= 200 && status < 300) {
            return robots.files()
                    .prefix(response.body(), RobotsTxt.MAX_BYTES)
                    .flatMap(RobotsReader::read)
                    .map(file -> file.rules(robots.product()));
        }
        return UnwantedBody.receive(response).flatMap(discarded -> {
            boolean unavailable = status >= 400 && status < 500 && status != 429; // RFC 9309 §2.3.1.3
            return unavailable
                    ? Future.completed(RobotsRules.ALLOW_ALL)
                    : Future.failed(new IOException("status " + response.status()));
        });
    }

    /** While the server fails, what it said before is used, however old it is (RFC 9309 §2.4). */
    private Future<RobotsRules> keep(Completed<RobotsRules> outcome) {
        RobotsRules read = outcome.value();
        RobotsRules next = read != null ? read : rules;
        if (next == null) {
            next = RobotsRules.unreachable(requireNonNull(outcome.error()));
        }
        pace(rules, next);
        rules = next;
        robots.read();
        loadedAt = Ticker.current().nanoTime();
        fresh = read != null ? robots.cacheFor() : robots.unreachableFor();
        return Future.completed(next);
    }

    private void pace(@Nullable RobotsRules before, RobotsRules next) {
        Duration delay = robots.bounded(next.crawlDelay());
        if (before == null || !delay.equals(robots.bounded(before.crawlDelay()))) {
            pacer = delay.isZero()
                    ? null
                    : new Pacer("Robots.maxWaiting", robots.maxWaiting(), new TokenBucket(delay, 1));
        }
    }
}
