package io.snowloop.samples.seeds.selector;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.seeds.LocalSite;
import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client of the fourth article: {@code getUrl}, then {@code loop}, directly on the selector.
 *
 * <pre>{@code
 * Fetcher fetcher = new Fetcher();
 * fetcher.getUrl("http://127.0.0.1:8012/home/").onComplete((response, error) -> System.out.println(response.text()));
 * fetcher.loop(); // ends when all are done
 * }</pre>
 *
 * <p>It uses only {@link EventLoop} and {@link io.snowloop.loop.Registration}. So it must do itself what a
 * {@link io.snowloop.transport.SocketTransport} does: finish the connect, write the rest when there is room, read until
 * the response is complete.
 */
public final class Fetcher implements AutoCloseable {
    private final EventLoop loop;
    private final Resolver resolver;
    private final Duration limit;
    private final DefaultSelector selector;
    private int unfinished;

    /** A client without URLs. The time limit of each is 30 seconds. */
    public Fetcher() {
        this(openLoop(), Resolver.system(), Duration.ofSeconds(30));
    }

    /** A client with this loop, resolver and time limit. */
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
     * Starts to fetch a URL. Any number may be in flight.
     *
     * @throws IllegalArgumentException if it is not of the form {@code http://host:port/path}
     */
    public Future<Response> getUrl(String url) {
        PageUrl page = PageUrl.parse(url);
        Promise<Response> promise = loop.newPromise();
        unfinished++;
        resolver.resolve(loop, page.host()).onComplete((addresses, error) -> begin(page, promise, addresses, error));
        return promise.timeout(limit).onComplete((response, error) -> unfinished--);
    }

    /** Runs the loop until all URLs are done, including those that callbacks request meanwhile. */
    public void loop() {
        loop.runWhile(() -> unfinished > 0 || loop.timeToWait() == 0);
    }
    // endregion

    private void begin(
            PageUrl page, Promise<Response> promise, @Nullable List<InetAddress> addresses, @Nullable Throwable error) {
        if (addresses == null) {
            promise.settle(Future.failed(error != null ? error : new IOException("no address: " + page)));
        } else if (!promise.isDone()) { // the time limit may have passed
            try {
                new Fetch(loop, selector, page, promise).start(addresses.get(0));
            } catch (IOException e) {
                promise.fail(e);
            }
        }
    }

    /** Closes the loop and all its connections. */
    @Override
    public void close() {
        loop.close();
    }

    /** Fetches the given URLs; without any, three pages of a local server. */
    public static void main(String[] args) throws IOException {
        try (LocalSite site = LocalSite.start();
                Fetcher fetcher = new Fetcher()) {
            List<String> urls = args.length > 0
                    ? List.of(args)
                    : List.of(site.url("/slow/300"), site.url("/slow/100"), site.url("/"));
            for (String url : urls) {
                fetcher.getUrl(url)
                        .onComplete((response, error) ->
                                System.out.println(url + ": " + (response == null ? error : response.text())));
            }
            fetcher.loop();
        }
    }
}
