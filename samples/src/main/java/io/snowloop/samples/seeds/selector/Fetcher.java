// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.selector;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.seeds.Journal;
import io.snowloop.samples.seeds.LocalSite;
import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fourth article's client: {@code getUrl}, then {@code loop}, with nothing between it and the selector.
 *
 * <pre>{@code
 * Fetcher fetcher = new Fetcher();
 * fetcher.getUrl("http://127.0.0.1:8012/home/").onComplete((response, error) -> System.out.println(response.text()));
 * fetcher.loop(); // ends when all are done
 * }</pre>
 *
 * <p>It stands on {@link EventLoop} and its {@link io.snowloop.loop.channel.Reactor} alone, so it has to do by itself what a
 * {@link io.snowloop.transport.SocketTransport} does: finish connecting, write the rest when there is room, read until the
 * response is complete.
 */
public final class Fetcher implements AutoCloseable {
    private final EventLoop loop;
    private final Resolver resolver;
    private final Duration limit;
    private final DefaultSelector selector;
    private int unfinished;

    /** Without URLs. Each may take 30 seconds. */
    public Fetcher() {
        this(openLoop(), Resolver.system(), Duration.ofSeconds(30));
    }

    /** With a loop, a resolver and a time limit of the caller's choosing. */
    public Fetcher(EventLoop loop, Resolver resolver, Duration limit) {
        this.loop = loop;
        this.resolver = resolver;
        this.limit = limit;
        this.selector = new DefaultSelector(loop);
    }

    private static EventLoop openLoop() {
        try {
            return EventLoop.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open an event loop", e);
        }
    }

    // region calls
    /**
     * Begins to fetch a URL. Any number may be under way.
     *
     * @throws IllegalArgumentException if it is no URL that can be fetched
     */
    public Future<Response> getUrl(String url) {
        PageUrl page = PageUrl.parse(url);
        Promise<Response> promise = loop.newPromise();
        unfinished++;
        resolver.resolve(loop, page.host()).onComplete((addresses, error) -> begin(page, promise, addresses, error));
        return promise.timeout(limit).onDone(() -> unfinished--);
    }

    /** Turns until all URLs are done, those included which callbacks have asked for meanwhile. */
    public void loop() {
        loop.runWhile(() -> unfinished > 0 || loop.timeToWait() == 0);
    }
    // endregion

    private void begin(
            PageUrl page, Promise<Response> promise, @Nullable List<InetAddress> addresses, @Nullable Throwable error) {
        if (addresses == null) {
            promise.settle(Future.failed(error != null ? error : new IOException("no address: " + page)));
        } else if (!promise.isDone()) { // the time may be up
            try {
                new Fetch(loop, selector, page, promise).start(addresses.get(0));
            } catch (IOException e) {
                promise.fail(e);
            }
        }
    }

    /** Closes the loop, and with it all connections. */
    @Override
    public void close() {
        loop.close();
    }

    /** Fetches the URLs given, or else three pages of a server of its own. */
    public static void main(String[] args) throws IOException {
        System.exit(fetch(args) ? 0 : 1);
    }

    /** Prints what has come of each URL. Returns whether there is a response for each. */
    public static boolean fetch(String... args) throws IOException {
        boolean[] failed = {false};
        try (LocalSite site = LocalSite.start();
                Fetcher fetcher = new Fetcher()) {
            List<String> urls = args.length > 0
                    ? List.of(args)
                    : List.of(site.url("/slow/300"), site.url("/slow/100"), site.url("/"));
            Journal.compare(
                    System.out,
                    urls,
                    (url, came) -> fetcher.getUrl(url).onComplete((response, error) -> {
                        failed[0] |= response == null;
                        came.accept(response == null ? error : response.text());
                    }),
                    fetcher::loop);
        }
        return !failed[0];
    }
}
