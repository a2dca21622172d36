package io.snowloop.samples.crawl;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Arguments;
import io.snowloop.samples.Json;
import io.snowloop.server.Server;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The main job: serves the docs, crawls them, and reports. Server and client share a loop, which the calling thread
 * runs. Neither of them ever blocks the thread, so they do not delay each other.
 */
public final class CrawlJob {
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

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    /**
     * Runs the job.
     *
     * @param command the command that has these options; its writers get the output
     * @return the exit code: 1 if a link is broken
     * @throws IOException if the site cannot be reached, or the port is in use
     */
    public int run(CommandLine command) throws Exception {
        if (url != null && (keep || port != null || docs != null)) {
            throw new ParameterException(
                    command, "--url crawls another site: --keep, --port and --docs are only for the docs");
        }
        try (EventLoop loop = EventLoop.open()) {
            return url == null
                    ? crawlDocs(loop, command)
                    : crawl(loop, Objects.requireNonNull(Link.of(url).target()), command);
        }
    }

    private int crawlDocs(EventLoop loop, CommandLine command) throws Exception {
        SiteMap map = docs == null ? Checkout.site() : Checkout.folder(docs);
        Server.Builder site = Server.of(DocsSite.app(map)).on(loop);
        try (Server server = site.listen("127.0.0.1", port == null ? 0 : port)) {
            int exitCode = crawl(loop, URI.create(server.url("/")), command);
            if (keep) {
                command.getErr().println("Serving " + server.url("/") + " until Ctrl-C.");
                command.getErr().flush();
                loop.run();
            }
            return exitCode;
        }
    }

    private int crawl(EventLoop loop, URI start, CommandLine command) throws Exception {
        Crawl crawl = walk(loop, start);
        requireSite(start, crawl.visits);
        Map<URI, Page> pages = new LinkedHashMap<>();
        crawl.visits.forEach((url, visit) -> pages.put(url, visit.page()));
        LinkCheck check = LinkCheck.of(start, pages);
        CrawlReport report = CrawlReport.of(crawl.visits.values(), check, crawl.threads.count(), crawl.nanos);
        print(report, check.broken(), start, crawl.threads.names(), command);
        return check.broken().isEmpty() ? 0 : 1;
    }

    /** The result of a crawl, with its threads and its time. */
    private record Crawl(Map<URI, Crawler.Visit> visits, ThreadCount threads, long nanos) {}

    private Crawl walk(EventLoop loop, URI start) throws Exception {
        FetcherOptions options = FetcherOptions.builder()
                .maxPerOrigin(concurrency)
                .maxConnections(concurrency)
                .build();
        try (Fetcher fetcher = Fetcher.on(loop, options);
                Bar bar = new Bar()) {
            ThreadCount threads = new ThreadCount();
            Crawler crawler = new Crawler(fetcher, start, concurrency, (done, known) -> {
                threads.look();
                bar.update(done, known);
            });
            long began = System.nanoTime();
            Map<URI, Crawler.Visit> visits = loop.runUntil(loop.submit(crawler::crawl));
            return new Crawl(visits, threads, System.nanoTime() - began);
        }
    }

    /** Fails if the first page cannot be fetched. That is an error of the arguments, and no broken link. */
    private static void requireSite(URI start, Map<URI, Crawler.Visit> visits) throws IOException {
        Page first = Objects.requireNonNull(visits.get(start)).page();
        if (first.error() != null) {
            throw new IOException("cannot crawl " + start + ": " + first.error().getMessage(), first.error());
        }
        if (first.isRedirect()) {
            Link there = first.links().iterator().next();
            if (there.target() == null || !visits.containsKey(there.target())) {
                throw new IOException("nothing to crawl: " + start + " redirects to another host, " + there.text());
            }
        }
    }

    private void print(
            CrawlReport report, List<LinkCheck.Broken> broken, URI start, String threads, CommandLine command) {
        ReportText text = new ReportText(report, start.getScheme() + "://" + start.getAuthority());
        PrintWriter out = command.getOut();
        if (json) {
            out.println(Json.of(report));
            command.getErr().print(text.brokenLinks(broken));
        } else {
            out.println("Crawled " + start + System.lineSeparator());
            out.println(text.table());
            out.print(text.brokenLinks(broken));
            out.print(text.summary(threads));
        }
        out.flush();
        command.getErr().flush();
    }
}
