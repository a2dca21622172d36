// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.proxy;

import static java.time.Duration.ofSeconds;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.loop.Ticker;
import io.snowloop.transport.ConnectTimeoutException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Servers that are asked in turn. One that cannot be reached is the last choice for a while. Of one loop. */
// region backends
final class Backends {
    private static final Logger LOG = System.getLogger(Backends.class.getName());
    private static final Duration WHILE = ofSeconds(10);

    private final List<String> urls;
    private final Ticker ticker;

    /** When each is to be tried again, in nanoseconds of the ticker. */
    private final Map<String, Long> down = new HashMap<>();

    /** Those that could not be reached the last time. */
    private final Set<String> lost = new HashSet<>();

    private int turn;

    /**
     * These servers.
     * @param urls with nothing behind the host, such as {@code http://10.0.0.1:8012}
     */
    Backends(List<String> urls, Ticker ticker) {
        this.urls = urls.stream().map(Backends::withoutSlash).toList();
        this.ticker = ticker;
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a proxy needs a backend: give a URL, such as http://127.0.0.1:8012/");
        }
    }

    private static String withoutSlash(String url) {
        String prefix = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        if (prefix.indexOf('/', prefix.indexOf("://") + 3) >= 0) {
            throw new IllegalArgumentException("a backend has no path: " + url);
        }
        return prefix;
    }

    // region first
    /** The answer of the first that can be reached. Nothing was sent to the others, so a request of any method is sent once. */
    Future<Response> first(Function<String, Future<Response>> ask) {
        return first(ask, inTurn().iterator());
    }

    private Future<Response> first(Function<String, Future<Response>> ask, Iterator<String> left) {
        String url = left.next();
        return ask.apply(url).onComplete((response, error) -> say(url, error)).recoverWith(error -> {
            if (!isUnreachable(error)) {
                return Future.failed(error);
            }
            down.put(url, ticker.nanoTime() + WHILE.toNanos());
            return left.hasNext() ? first(ask, left) : Future.failed(error);
        });
    }

    /** Once when it is lost, and once when it answers again. */
    private void say(String url, @Nullable Throwable error) {
        if (error == null && lost.remove(url)) {
            LOG.log(Level.WARNING, "the backend " + url + " answers again");
        } else if (error != null && isUnreachable(error) && lost.add(url)) {
            LOG.log(Level.WARNING, "the backend " + url + " cannot be reached: " + error);
        }
    }
    // endregion

    private List<String> inTurn() {
        long now = ticker.nanoTime();
        down.values().removeIf(until -> until - now <= 0);
        List<String> all = new ArrayList<>(urls);
        Collections.rotate(all, -turn);
        turn = (turn + 1) % urls.size();
        all.sort(Comparator.comparing(down::containsKey)); // which keeps the order of those that are equal
        return all;
    }

    private static boolean isUnreachable(Throwable error) {
        return error instanceof ConnectException
                || error instanceof ConnectTimeoutException
                || error instanceof NoRouteToHostException
                || error instanceof UnknownHostException;
    }
}
// endregion
