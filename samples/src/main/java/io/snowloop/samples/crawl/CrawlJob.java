// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Arguments;
import io.snowloop.samples.Json;
import io.snowloop.samples.site.Checkout;
import io.snowloop.samples.site.DocsSite;
import io.snowloop.samples.site.SiteMap;
import io.snowloop.server.Server;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The main job: serves the docs, crawls them, and reports. Server and client share a loop, which the calling thread
 * runs. Neither of them ever blocks the thread, so they do not delay each other.
 */
public final class CrawlJob {
    /** A typical time of a database or of another service, and long enough to be worth using. */
    static final Duration LATENCY = Duration.ofMillis(10);

    @Option(names = "--keep", description = "Keep serving the site for a browser, until Ctrl-C.")
    private boolean keep;

    @Option(
            names = "--port",
            paramLabel = "P",
            converter = Arguments.Port.class,
            description = "The port of the site (default: any free port).")
    private @Nullable Integer port;

    @Option(names = "--docs", paramLabel = "DIR", description = "Serve this folder (default: the docs of the project).")
    private @Nullable Path docs;

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = Arguments.Url.class,
            description = "Crawl this site instead, and only its host.")
    private @Nullable String url;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "32",
            converter = Arguments.Count.class,
            description = "The number of concurrent fetches (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--latency",
            paramLabel = "MS",
            converter = Arguments.Millis.class,
            description =
                    "The store of the docs answers after MS milliseconds, on the clock of the loop (default: 10).")
    private @Nullable Duration latency;

    @Option(
            names = "--compare",
            negatable = true,
            description = "Crawl one page after the other as well, to compare (default: only the docs).")
    private @Nullable Boolean compare;

    @Option(names = "--all", description = "List all pages, and not only the slowest.")
    private boolean all;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    @Option(
            names = "--lens",
            description =
                    "Instead, crawl the docs again and again on a loop that you hold and step through in a browser.")
    private boolean lens;

    @ArgGroup(validate = false, order = 1, heading = "%nPoliteness:%n")
    private PoliteArguments polite = new PoliteArguments();

    @ArgGroup(validate = false, order = 2, heading = "%nStop and go on:%n")
    private StateArguments state = new StateArguments();

    @ArgGroup(validate = false, order = 3, heading = "%nSeveral workers:%n")
    private SharedArguments shared = new SharedArguments();

    /**
     * Runs the job.
     *
     * @param command the command that has these options; its writers get the output
     * @return the exit code: 1 if a link is broken
     * @throws IOException if the site cannot be reached, or the port is in use
     */
    public int run(CommandLine command) throws Exception {
        if (lens) {
            if (url != null
                    || keep
                    || docs != null
                    || latency != null
                    || json
                    || all
                    || compare != null
                    || polite.areGiven()
                    || state.isGiven()
                    || shared.isGiven()) {
                throw new ParameterException(
                        command, "--lens has no report: of the other options it takes --port only");
            }
            WatchedCrawl.run(port == null ? 0 : port, command.getOut());
            return 0;
        }
        if (url != null && (keep || port != null || docs != null || latency != null)) {
            throw new ParameterException(
                    command, "--url crawls another site: --keep, --port, --docs and --latency are only for the docs");
        }
        if (state.isGiven() && compare != null && compare) {
            throw new ParameterException(command, "--state keeps one crawl: --compare makes three");
        }
        shared.check(command);
        if (shared.isGiven() && (state.isGiven() || (compare != null && compare))) {
            throw new ParameterException(
                    command, "--shared keeps one crawl in Redis: --state, --continue and --compare do not go with it");
        }
        try (EventLoop loop = EventLoop.open();
                FileFrontier before = state.before(command)) {
            return url == null
                    ? crawlDocs(loop, before, command)
                    : crawl(loop, Objects.requireNonNull(Link.of(url).target()), null, before, command);
        }
    }

    /** To go on, the docs have to be where they were. */
    private int crawlDocs(EventLoop loop, @Nullable FileFrontier before, CommandLine command) throws Exception {
        SiteMap map = docs == null ? Checkout.site() : Checkout.folder(docs);
        Duration wait = latency == null ? LATENCY : latency;
        Server.Builder site = Server.of(DocsSite.app(map, wait)).on(loop);
        int listen = port != null
                ? port
                : before != null ? Math.max(0, before.start().getPort()) : 0;
        try (Server server = site.listen("127.0.0.1", listen)) {
            int exitCode = crawl(loop, URI.create(server.url("/")), wait, before, command);
            if (keep) {
                command.getErr().println("Serving " + server.url("/") + " until Ctrl-C.");
                command.getErr().flush();
                loop.run();
            }
            return exitCode;
        }
    }

    private int crawl(
            EventLoop loop, URI start, @Nullable Duration wait, @Nullable FileFrontier before, CommandLine command)
            throws Exception {
        // A site of another host is crawled once, unless it is asked for. One at a time, there is nothing to compare.
        boolean compared =
                concurrency > 1 && !state.isGiven() && !shared.isGiven() && (compare != null ? compare : url == null);
        Crawls.Manner manner = new Crawls.Manner(
                start, concurrency, polite.filters(url != null), polite.readsSitemaps() && before == null);
        state.tell(before, start, command.getErr());
        ThreadCount threads = new ThreadCount();
        Crawls crawls;
        SharedWork work = null;
        try (Bar bar = new Bar(command.getErr())) {
            work = shared.isGiven() ? share(loop, start, bar) : null;
            Crawls.Watcher watcher = watcher(bar, work, threads, command.getErr());
            crawls = work != null
                    ? work.crawl(manner, watcher, shared.workers() - 1)
                    : state.isGiven()
                            ? Crawls.once(loop, manner, more -> state.frontier(before, start, more), watcher)
                            : Crawls.of(loop, manner, compared, watcher);
            if (work != null && shared.output() != null) {
                work.write(shared.output());
            }
        } catch (CancellationException e) {
            return 1; // the JVM ends
        } finally {
            if (work != null) {
                work.close();
            }
        }
        Map<URI, Page> pages = new LinkedHashMap<>();
        crawls.timed().visits().forEach((url, visit) -> pages.put(url, visit.page()));
        requireSite(start, pages);
        LinkCheck check = LinkCheck.of(start, pages);
        CrawlReport report = CrawlReport.of(crawls, check, threads.count());
        ReportText text = new ReportText(report, new ReportText.Settings(start, concurrency, wait, all));
        if (json) {
            command.getOut().println(Json.of(report));
            command.getErr().print(text.brokenLinks(check.broken()));
        } else {
            String where = work == null ? text.threads(threads.names()) : work.summary();
            print(text.summary(where), text, start, crawls, check, command.getOut());
        }
        command.getOut().flush();
        command.getErr().flush();
        return check.broken().isEmpty() ? 0 : 1;
    }

    private SharedWork share(EventLoop loop, URI start, Bar bar) throws Exception {
        RedisTurns.Manner turns = new RedisTurns.Manner(shared.perHost(), polite.delay());
        SharedWork.Manners manners = new SharedWork.Manners(polite.followsRobots(url != null), turns);
        return SharedWork.open(loop, shared.crawl(start), shared.redis(), manners, bar);
    }

    private Crawls.Watcher watcher(Bar bar, @Nullable SharedWork work, ThreadCount threads, PrintWriter errors) {
        return new Crawls.Watcher() {
            @Override
            public Crawler.Progress begins(String name, int pages) {
                Crawler.Progress own = bar.begins(name, pages);
                Crawler.Progress shown = work == null ? own : done -> {}; // of all workers
                threads.ignoreNew(); // that of the bar, which takes no part in the crawl
                return done -> {
                    threads.look();
                    shown.update(done);
                };
            }

            @Override
            public void stopped() {
                bar.close();
                if (work != null) {
                    work.leave();
                    bar.say(
                            url != null || port != null
                                    ? "Stopped. Its pages are for the other workers, and the same command joins them again."
                                    : "Stopped. The docs were served by this process, so the crawl has ended, too.");
                }
                state.tellStopped(errors);
            }
        };
    }

    /** Fails if the first page cannot be fetched. That is an error of the arguments, and no broken link. */
    private static void requireSite(URI start, Map<URI, Page> pages) throws IOException {
        Page first = Objects.requireNonNull(pages.get(start));
        if (first.error() != null) {
            throw new IOException("cannot crawl " + start + ": " + first.error().getMessage(), first.error());
        }
        if (first.isRedirect()) {
            Link there = first.links().iterator().next();
            if (there.target() == null || !pages.containsKey(there.target())) {
                throw new IOException("nothing to crawl: " + start + " redirects to another host, " + there.text());
            }
        }
    }

    private static void print(
            String summary, ReportText text, URI start, Crawls crawls, LinkCheck check, PrintWriter out) {
        out.println("Crawled " + start);
        out.println();
        out.println(summary);
        long forbidden = crawls.timed().visits().values().stream()
                .filter(visit -> visit.page().isForbidden())
                .count();
        if (forbidden > 0) {
            out.printf("%d of them not fetched: robots.txt asks for that (--no-robots).%n%n", forbidden);
        }
        out.println(text.times(crawls));
        out.print(text.pages(crawls.oneByOne() != null));
        if (!check.broken().isEmpty()) {
            out.println();
            out.print(text.brokenLinks(check.broken()));
        }
    }
}
