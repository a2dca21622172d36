package io.snowloop.samples.seeds;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.channel.Reactor;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The second article's client: {@code start} each item, then {@code run}; every item has its callback.
 *
 * <p>In the article these are 40 lines of sockets and lists. On the {@link Fetcher} one line is left for each call.
 */
public final class AsyncHttp implements AutoCloseable {
    private final Fetcher fetcher;
    private BiConsumer<Item, Throwable> failed;

    /**
     * What to fetch and whom to tell: the article's dictionary.
     *
     * @param url path and query, beginning with a slash
     */
    public record Item(String host, int port, String url, Consumer<Response> callback) {
        /** On port 80, the article's only one. */
        public Item(String host, String url, Consumer<Response> callback) {
            this(host, 80, url, callback);
        }
    }

    /** Without items. */
    public AsyncHttp() {
        this(Fetcher.create());
    }

    /** Without items, on a fetcher that belongs to this from now on. */
    public AsyncHttp(Fetcher fetcher) {
        this.fetcher = fetcher;
        this.failed = (item, error) -> Reactor.of(fetcher.loop()).report(error, item);
    }

    // region calls
    /** Begins to fetch an item. */
    public void start(Item item) {
        Request request = Request.get("http://" + item.host() + ":" + item.port() + item.url());
        fetcher.fetch(request).onComplete((response, error) -> {
            if (response != null) {
                item.callback().accept(response);
            } else if (error != null) {
                failed.accept(item, error);
            }
        });
    }

    /** Turns the loop until all items are done, those included which callbacks have started meanwhile. */
    public void run() {
        fetcher.run();
    }
    // endregion

    /** Whom to tell of an item that failed; the others go on. Default: a log record. */
    public void onError(BiConsumer<Item, Throwable> failed) {
        this.failed = failed;
    }

    /** Closes all connections. */
    @Override
    public void close() {
        fetcher.close();
    }

    /** Asks for three pages of a server of its own; the slowest is asked first and answers last. */
    public static void main(String[] args) throws IOException {
        try (LocalSite site = LocalSite.start();
                AsyncHttp http = new AsyncHttp()) {
            for (String url : List.of("/slow/300", "/slow/100", "/")) {
                http.start(new Item(site.host(), site.port(), url, response -> System.out.println(response.text())));
            }
            http.run();
        }
    }
}
