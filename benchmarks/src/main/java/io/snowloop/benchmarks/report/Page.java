// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    private final Path folder;
    private final StringBuilder text = new StringBuilder();
    private final Tables tables;

    private Page(Path folder) {
        this.folder = folder;
        this.tables = new Tables(folder, text);
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
        text.append(Method.ofAll(results));
        targets(results);
        for (Results each : results.values()) {
            if (each.kind().equals("http2")) {
                text.append(Method.ofHttp2(each));
                tables.http2(each.rows());
            } else {
                measured(each, Captions.defaults(each.kind()));
            }
        }
        text.append(FlameSection.of(folder));
    }

    private void targets(Map<String, Results> results) {
        text.append("## Targets\n\n| work | target | measured | result |\n| --- | --- | --- | --- |\n");
        for (Results each : results.values()) {
            for (Target target : Targets.of(each)) {
                text.append(String.format(
                        "| %s | %s | %s | %s |%n",
                        target.what() + Captions.defaultsOf(each.kind()),
                        target.wantedText(),
                        target.measuredText(),
                        target.verdict()));
            }
        }
        text.append('\n');
    }

    /** The tables of one kind of results: loads first, those with heads that alternate before all. */
    private void measured(Results results, String defaults) throws IOException {
        if (!defaults.isEmpty()) {
            text.append(Method.ofDefaults(results));
        }
        for (String work : results.rows().stream()
                .map(Row::work)
                .distinct()
                .sorted(Comparator.comparing(work -> !work.startsWith("heads-")))
                .toList()) {
            tables.load(
                    work + defaults,
                    results.rows().stream()
                            .filter(row -> row.work().equals(work))
                            .toList());
        }
        for (String group :
                results.figures().stream().map(Figure::group).distinct().toList()) {
            tables.figures(
                    group + defaults,
                    results.figures().stream()
                            .filter(figure -> figure.group().equals(group))
                            .toList());
        }
    }
}
