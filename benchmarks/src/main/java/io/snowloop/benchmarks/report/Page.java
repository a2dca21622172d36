// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import io.snowloop.benchmarks.measure.Http2Work;
import io.snowloop.benchmarks.measure.Round;
import io.snowloop.samples.measure.BarChart;
import io.snowloop.samples.measure.Numbers;
import io.snowloop.samples.measure.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page {@code docs/performance.md}, generated from the result files in the folder {@code docs/performance}, with
 * charts beside them. The part of the page after the line {@value #BY_HAND} is written by hand, and kept.
 */
public final class Page {
    private static final String BY_HAND = "<!-- From here on the page is written by hand. -->";
    private static final List<String> KINDS = List.of(
            "server",
            "server-defaults-17",
            "server-defaults-25",
            "http2",
            "push",
            "tls",
            "client",
            "client-defaults-17",
            "client-defaults-25",
            "proxy",
            "micro",
            "simulator");
    private static final List<String> PEERS = List.of(
            "netty-codec-http",
            "vertx-core",
            "vertx-http-proxy",
            "microhttp",
            "activej-http",
            "undertow-core",
            "jetty-server",
            "helidon-webserver",
            "httpserver",
            "async-http-client",
            "httpclient5",
            "reactor-netty-http");
    private static final List<String> HTTP2_PEERS = List.of(
            "netty-codec-http2", "vertx-core", "undertow-core", "jetty-http2-server", "helidon-webserver-http2");
    private static final List<String> OURS = List.of("snow", "fetcher");

    private final Path folder;
    private final StringBuilder text = new StringBuilder();

    private Page(Path folder) {
        this.folder = folder;
    }

    /** Writes the page and its charts. */
    public static void write(Path docs) throws IOException {
        Page page = new Page(docs.resolve("performance"));
        Map<String, Results> results = new LinkedHashMap<>();
        for (String kind : KINDS) {
            Path file = page.folder.resolve(kind + ".json");
            if (Files.exists(file)) {
                results.put(kind, Results.read(file));
            }
        }
        if (results.isEmpty()) {
            throw new IOException("there are no results in " + page.folder);
        }
        Path file = docs.resolve("performance.md");
        String before = Files.exists(file) ? Files.readString(file) : "";
        String byHand = before.contains(BY_HAND) ? before.substring(before.indexOf(BY_HAND)) : BY_HAND + "\n";
        page.compose(results);
        Files.writeString(file, page.text + byHand);
    }

    private void compose(Map<String, Results> results) throws IOException {
        text.append("""
                # Performance

                Snow and the Fetcher compared with their peers, each in its own process. `./snowloop bench all` generates this page and its
                charts from the files in `docs/performance`. The [module](../benchmarks/src/main/java/io/snowloop/benchmarks/package-info.java)
                has the details.

                """);
        environment(results.values().iterator().next().environment(), results.containsKey("http2"));
        targets(results);
        loads(results);
        text.append(FlameSection.of(folder));
    }

    private void loads(Map<String, Results> results) throws IOException {
        for (Results each : results.values()) {
            if (each.kind().equals("http2")) {
                http2(each);
                continue;
            }
            String defaults = Captions.defaults(each.kind());
            if (!defaults.isEmpty()) {
                defaults(each);
            }
            for (String work : each.rows().stream()
                    .map(Row::work)
                    .distinct()
                    .sorted(Comparator.comparing(work -> !work.startsWith("heads-")))
                    .toList()) {
                load(
                        work + defaults,
                        each.rows().stream()
                                .filter(row -> row.work().equals(work))
                                .toList());
            }
            for (String group :
                    each.figures().stream().map(Figure::group).distinct().toList()) {
                figures(
                        group + defaults,
                        each.figures().stream()
                                .filter(figure -> figure.group().equals(group))
                                .toList());
            }
        }
    }

    private void environment(Environment at, boolean http2) {
        text.append(String.format(
                Locale.ROOT,
                """
                ## How it was measured

                On %s, with %d CPUs of type %s, Linux %s, JDK %s. Each server or client is pinned to one CPU, with one loop
                thread if it has such a setting. The load generator is pinned to the other CPU: wrk%s or, for
                clients, a server in C. In each round all entries are measured in turn. A figure is the median of the rounds, and the range is
                their smallest and largest value. CPU is the user and system time of the whole process per request, as the scheduler counts it.
                Where *busy* is below 100 %%, the load generator was the limit. Before the measurement, the responses of each entry are checked.

                Snow and the Fetcher run with all their default limits, time-outs and checks. The first tables are of heads that
                alternate, from a load generator in C. The load of the others repeats one request, whose head Snow parses
                [only once](adr/0014-a-head-that-comes-twice.md); servers for browsers do not have this advantage. The class archive of the start-up times is an ahead-of-time cache,
                made in the same way as the build [makes one](start-up.md) for `./snowloop`.

                The peers are %s. All JVMs have these flags:

                ```text
                %s
                ```

                """,
                at.date(),
                at.cpus(),
                at.cpu(),
                at.kernel(),
                at.jdk(),
                http2 ? ", h2load for [HTTP/2](#http2)" : "",
                peers(at, PEERS),
                String.join("\n", at.flags())));
    }

    /** The release of each peer, from the name of its main jar. */
    private static String peers(Environment at, List<String> names) {
        return at.libraries().stream()
                .filter(jar -> names.stream().anyMatch(name -> jar.matches(name + "-[0-9].*")))
                .map(jar -> jar.replace(".jar", ""))
                .collect(Collectors.joining(", "));
    }

    private void targets(Map<String, Results> results) {
        text.append("## Targets\n\n| work | target | measured | result |\n| --- | --- | --- | --- |\n");
        for (Results each : results.values()) {
            for (Target target : Targets.of(each)) {
                line(
                        target.what() + Captions.defaultsOf(each.kind()),
                        target.wantedText(),
                        target.measuredText(),
                        target.verdict());
            }
        }
        text.append('\n');
    }

    /** What is in the tables of a JVM with its defaults. */
    private void defaults(Results results) {
        Environment at = results.environment();
        String kind = results.kind();
        text.append(String.format(
                Locale.ROOT,
                """
                ## %s: the JVM's defaults, JDK %s

                Measured on %s with JDK %s, which chooses the collector and the heap itself: G1, because it is told that it has the two
                CPUs of the machine, although it is pinned to one of them.%s The flags are `%s`.

                """,
                kind.substring(0, kind.indexOf('-')),
                kind.substring(kind.lastIndexOf('-') + 1),
                at.date(),
                at.jdk(),
                kind.equals("server-defaults-17") ? " Helidon and robaho need JDK 21." : "",
                String.join(" ", at.flags())));
    }

    /** A chart and a table of each group of works over HTTP/2. */
    private void http2(Results results) throws IOException {
        Environment at = results.environment();
        text.append(String.format(
                Locale.ROOT,
                """
                ## HTTP/2

                The short text and the 64 KiB over HTTP/2, measured on %s with JDK %s. The names `h2-` are of connections without TLS,
                whose client knows that the server speaks HTTP/2, and `h2s-` of connections over TLS, whose client chooses it by ALPN. `64x32` is
                64 connections with 32 requests in flight on each at any time. Each server allows %d streams on a connection. All have the same
                key, on the curve P-256, and the JDK's TLS: version 1.3 with the cipher TLS_AES_128_GCM_SHA256. The peers are
                %s.

                Snow has no bound on the requests of a connection here: after 100,000, its default, it ends the connection, and the load
                generator does not open another one. This is h2load of nghttp2. It ends when all of its requests are answered, so that none takes CPU without being
                counted. Making the connections is not included: what a run with one request on each connection takes is subtracted. Before the
                measurement, another client checks the responses of each entry; of the measured ones the statuses and the number of bytes are
                checked. A figure is the median of %s rounds, with their range in parentheses. The charts are of the load `64x32`.

                """,
                at.date(),
                at.jdk(),
                Http2Work.MAX_STREAMS,
                peers(at, HTTP2_PEERS),
                rounds(results.rows())));
        for (Http2Group group : Http2Group.of(results.rows())) {
            List<BarChart.Bar> bars = group.sortedByLast().stream()
                    .map(row -> bar(row.entry(), row.title(), row.summary(Round::cpuMicros)))
                    .toList();
            chart(group.name(), group.name() + ": CPU per request, " + group.lastCell(), "µs", bars);
            text.append(group.table()).append('\n');
        }
    }

    /** How many rounds the rows have, such as {@code 3 or 12}: close ones were measured longer. */
    private static String rounds(List<Row> rows) {
        return rows.stream()
                .map(row -> row.rounds().size())
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(" or "));
    }

    private void load(String work, List<Row> rows) throws IOException {
        List<Row> sorted =
                rows.stream().sorted(Comparator.comparingDouble(Page::cpu)).toList();
        List<BarChart.Bar> bars = sorted.stream()
                .map(row -> bar(row.entry(), row.title(), row.summary(Round::cpuMicros)))
                .toList();
        String unit = Captions.unit(work);
        chart(work, work + ": CPU per " + unit, "µs", bars);
        boolean large = sorted.stream().anyMatch(row -> row.mebibytesPerCpuSecond() > 0);
        text.append("| entry | CPU µs | range |" + (large ? " MiB/CPU s |" : "") + " " + unit
                + "s/s | busy | p50 µs | p99 µs | bytes allocated | RSS MiB |\n");
        text.append(
                "| --- | ---: | ---: |" + (large ? " ---: |" : "") + " ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (Row row : sorted) {
            Summary cpu = row.summary(Round::cpuMicros);
            String rate = large ? " | " + positive(row.mebibytesPerCpuSecond()) : "";
            line(
                    row.title(),
                    Numbers.text(cpu.median()),
                    Numbers.text(cpu.min()) + " to " + Numbers.text(cpu.max()) + rate,
                    String.format(
                            Locale.ROOT, "%,.0f", row.summary(Round::perSecond).median()),
                    String.format(
                            Locale.ROOT,
                            "%.0f %%",
                            100 * row.summary(Round::busy).median()),
                    positive(row.summary(Round::p50).median()),
                    positive(row.summary(Round::p99).median()),
                    positive(row.summary(Round::allocatedEach).median()),
                    String.format(Locale.ROOT, "%.0f", row.residentKib() / 1024.0));
        }
        text.append('\n');
    }

    /** A chart of the first metric, or of all metrics if there is only one entry; and a table of all. */
    private void figures(String group, List<Figure> figures) throws IOException {
        List<String> metrics = figures.stream().map(Figure::metric).distinct().toList();
        List<String> titles = figures.stream().map(Figure::title).distinct().toList();
        boolean alone = titles.size() == 1;
        Figure first = figures.get(0);
        List<BarChart.Bar> bars = figures.stream()
                .filter(figure -> alone || figure.metric().equals(first.metric()))
                .filter(figure ->
                        figure.unit().equals(first.unit()) && !figure.values().isEmpty())
                .map(figure -> bar(figure.entry(), alone ? figure.metric() : figure.title(), figure.summary()))
                .toList();
        chart(
                group,
                Captions.title(group) + (alone ? ": " + first.title() : ": " + first.metric()),
                Numbers.unit(first.unit()),
                bars);
        text.append("| entry | ").append(String.join(" | ", metrics)).append(" |\n| --- |");
        text.append(" ---: |".repeat(metrics.size())).append('\n');
        for (String title : titles) {
            line(
                    title,
                    metrics.stream().map(metric -> cell(figures, title, metric)).toArray(String[]::new));
        }
        text.append('\n');
    }

    private static String cell(List<Figure> figures, String title, String metric) {
        return figures.stream()
                .filter(figure ->
                        figure.title().equals(title) && figure.metric().equals(metric))
                .map(Figure::text)
                .findFirst()
                .orElse("");
    }

    private void chart(String name, String title, String unit, List<BarChart.Bar> bars) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".svg"), BarChart.WIDE.svg(title, unit, bars));
        text.append(String.format(
                "## %s%n%n%s%n%n![%s](performance/%s.svg)%n%n", Captions.title(name), Captions.of(name), title, name));
    }

    private static BarChart.Bar bar(String entry, String title, Summary summary) {
        BarChart.Kind kind = OURS.contains(entry) || entry.startsWith("snowloop")
                ? BarChart.Kind.OURS
                : Yardsticks.has(entry) ? BarChart.Kind.YARDSTICK : BarChart.Kind.PEER;
        return new BarChart.Bar(title, summary.median(), summary.min(), summary.max(), kind);
    }

    private void line(String first, String... others) {
        text.append("| ")
                .append(first)
                .append(" | ")
                .append(String.join(" | ", others))
                .append(" |\n");
    }

    /** The number, or an empty text if nothing was counted. */
    private static String positive(double value) {
        return value > 0 ? String.format(Locale.ROOT, "%,.0f", value) : "";
    }

    private static double cpu(Row row) {
        return row.summary(Round::cpuMicros).median();
    }
}
