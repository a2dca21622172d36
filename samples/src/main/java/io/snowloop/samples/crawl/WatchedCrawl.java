// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.samples.site.Checkout;
import io.snowloop.samples.site.DocsSite;
import io.snowloop.server.Server;
import io.snowloop.server.lens.Lens;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;

/** The docs, served and crawled again and again on one loop, which a lens watches. */
public final class WatchedCrawl {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Few enough that one can follow them. */
    private static final int CONCURRENCY = 4;

    private WatchedCrawl() {}

    /**
     * Runs until the thread is interrupted. The loop is held until a page of the lens lets it go on, and sees an interrupt then.
     * @param port of the lens; 0 for any that is free
     */
    public static void run(int port, PrintWriter out) throws Exception {
        try (EventLoop loop = EventLoop.open(Lens.watched(EventLoopOptions.DEFAULT))) {
            Lens lens = Lens.of(loop);
            try (Server site = Server.of(DocsSite.app(Checkout.site(), CrawlJob.LATENCY))
                            .on(loop)
                            .listen("127.0.0.1", 0);
                    Server view = lens.listen(port)) {
                lens.hold();
                out.println("Open " + view.url(lens.path()) + " in a browser.");
                out.println("The docs, at " + site.url("/")
                        + ", are crawled again and again. The loop is held until you let it go. Ctrl-C ends it.");
                out.flush();
                while (!Thread.currentThread().isInterrupted()) {
                    Crawls.of(loop, URI.create(site.url("/")), CONCURRENCY, false, (name, pages) -> done -> {});
                    loop.runUntil(loop.sleep(PAUSE));
                }
            }
        }
    }
}
