// SPDX-License-Identifier: Apache-2.0
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
 * The client of the second article: {@code start} each item, then {@code run}. Every item has its callback.
 *
 * <p>In the article these are 40 lines with sockets and lists. With the {@link Fetcher}, each call needs one line.
 */
public final class AsyncHttp implements AutoCloseable {
    private final Fetcher fetcher;
    private BiConsumer<Item, Throwable> failed;

    /**
     * A request with its callback: a dictionary in the article.
     *
     * @param url the path and the query; it begins with a slash
     */
    public record Item(String host, int port, String url, Consumer<Response> callback) {
        /** An item on port 80, the only one in the article. */
        public Item(String host, String url, Consumer<Response> callback) {
            this(host, 80, url, callback);
        }
    }

    /** A client without items. */
    public AsyncHttp() {
        this(Fetcher.create());
    }

    /** A client without items that owns this fetcher, and closes it. */
    public AsyncHttp(Fetcher fetcher) {
        this.fetcher = fetcher;
        this.failed = (item, error) -> Reactor.of(fetcher.loop()).report(error, item);
    }

    // region calls
    /** Starts to fetch an item. */
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

    /** Runs the loop until all items are done, including those that callbacks start meanwhile. */
    public void run() {
        fetcher.run();
    }
    // endregion

    /** Sets the handler of failed items; other items go on. The default logs the error. */
    public void onError(BiConsumer<Item, Throwable> failed) {
        this.failed = failed;
    }

    /** Closes all connections. */
    @Override
    public void close() {
        fetcher.close();
    }

    /** Requests three pages of a local server. The slowest is requested first and answered last. */
    public static void main(String[] args) throws IOException {
        try (LocalSite site = LocalSite.start();
                AsyncHttp http = new AsyncHttp()) {
            Journal.compare(
                    System.out,
                    List.of("/slow/300", "/slow/100", "/"),
                    (url, came) -> http.start(
                            new Item(site.host(), site.port(), url, response -> came.accept(response.text()))),
                    http::run);
        }
    }
}
