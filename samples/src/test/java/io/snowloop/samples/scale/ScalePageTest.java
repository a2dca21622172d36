// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.snowloop.samples.GeneratedPage;
import io.snowloop.samples.measure.Numbers;
import io.snowloop.samples.scale.Plan.Limit;
import io.snowloop.samples.scale.Plan.Unit;
import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code docs/scale.md} follow from the figures that were measured. To bring them up to date:
 *
 * <pre>
 * ./mvnw test -pl samples -am -Dtest=ScalePageTest -Ddocs.update=true
 * </pre>
 */
@Tag("once") // a page is the same on each JDK
class ScalePageTest {
    private static final Path PAGE = ProjectFolder.ROOT.resolve("docs/scale.md");
    private static final String END = "<!-- scale end -->";

    @Test
    void theTablesFollowFromTheFigures() throws IOException {
        Costs connections = Costs.read("scale-connections.json");
        Costs pages = Costs.read("scale-pages.json");
        Costs redis = Costs.read("scale-redis.json");
        Map<String, List<String>> tables = Map.of(
                "<!-- scale costs -->", costs(connections, pages, redis),
                "<!-- scale conditions -->", conditions(List.of(connections, pages, redis)),
                "<!-- scale connections -->", limits("a connection", 1e6, Plan.connections(connections)),
                "<!-- scale pages -->", limits("a page in a second", 1e9 / Plan.DAY, Plan.pages(pages, redis)),
                "<!-- scale machines -->", machines(connections, pages, redis));
        List<String> lines = Files.readAllLines(PAGE);
        List<String> updated = new ArrayList<>();
        int found = 0;
        for (int i = 0; i < lines.size(); i++) {
            updated.add(lines.get(i));
            List<String> table = tables.get(lines.get(i));
            if (table != null) {
                found++;
                updated.addAll(table);
                i = i + lines.subList(i, lines.size()).indexOf(END) - 1;
            }
        }
        assertThat(found).as("the tables in %s", PAGE).isEqualTo(tables.size());
        GeneratedPage.assertUpToDate(PAGE, lines, updated, ScalePageTest.class);
    }

    private static String recorded(Recorded run) {
        return "`./snowloop bench %s`, [%s](performance.md)".formatted(run.kind(), run.date());
    }

    private static List<String> costs(Costs connections, Costs pages, Costs redis) throws IOException {
        Recorded server = Recorded.of("server.json");
        Recorded client = Recorded.of("client.json");
        String measured = "`%s`, " + connections.date();
        List<String> rows = table("what", "cost", "measured by");
        row(rows, "a request answered, CPU", micros(server.cpu("plaintext", "snow")), recorded(server));
        row(
                rows,
                "an idle connection of HTTP, heap",
                bytes(server.bytes("idle", "on the heap", "snow")),
                recorded(server));
        row(rows, "a fetch over 1,000 connections, CPU", micros(client.cpu("fetch-1000", "fetcher")), recorded(client));
        String socket = measured.formatted("ConnectionCostsIT");
        row(rows, "an idle WebSocket, heap", bytes(connections.get("heap")), socket);
        row(rows, "an idle WebSocket, the JVM outside of its heap", bytes(connections.get("outside")), socket);
        row(rows, "an idle WebSocket, kernel", bytes(connections.get("kernel")), socket);
        row(rows, "a message of 100 characters to one of 5,000, CPU", micros(connections.get("sent")), socket);
        row(rows, "a message from one of them, CPU", micros(connections.get("received")), socket);
        row(
                rows,
                String.format(
                        Locale.ROOT,
                        "a page crawled (%s, %.0f links), CPU",
                        bytes(pages.get("bytes")),
                        pages.get("links")),
                micros(pages.get("cpu")),
                measured.formatted("PageCostIT"));
        String fromRedis = measured.formatted("RedisCostIT");
        row(
                rows,
                String.format(Locale.ROOT, "a page of a shared crawl (%.0f links), CPU of Redis", redis.get("links")),
                micros(redis.get("cpu")),
                fromRedis);
        row(rows, "a worker that says that it is alive, CPU of Redis", micros(redis.get("beat")), fromRedis);
        row(
                rows,
                String.format(Locale.ROOT, "a URL of %.0f characters in the set of those seen", redis.get("url")),
                bytes(redis.get("seen")),
                fromRedis);
        row(rows, "the same URL while it waits", bytes(redis.get("waiting")), fromRedis);
        row(rows, "a result", bytes(redis.get("result")), fromRedis);
        return rows;
    }

    private static List<String> conditions(List<Costs> all) {
        return all.stream()
                .map(costs -> costs.machine() + ", Linux " + costs.kernel() + ", " + costs.date() + ".")
                .distinct()
                .toList();
    }

    private static List<String> limits(String one, double number, List<Limit> limits) {
        List<String> rows =
                table("limit", one, String.format(Locale.ROOT, "%,.0f of them", number), "one carries", "so many");
        for (Limit limit : limits) {
            row(
                    rows,
                    limit.name(),
                    shown(limit.each(), limit.unit()),
                    shown(limit.needed(number), limit.unit()),
                    Numbers.text(limit.carries()) + " (" + limit.of() + ")",
                    Numbers.text(limit.count(number)));
        }
        return rows;
    }

    private static List<String> machines(Costs connections, Costs pages, Costs redis) {
        double rate = 1e9 / Plan.DAY;
        List<Limit> crawl = Plan.pages(pages, redis);
        List<Limit> sockets = Plan.connections(connections);
        List<String> rows = table("plan", "machines", "threads", "memory");
        List<Limit> threads = of(sockets, "threads");
        machines(rows, "10^6 WebSockets", 1e6, threads, of(sockets, "memory of"));
        machines(rows, "10^6 WebSockets, one in 100 reads slowly", 1e6, threads, of(sockets, "memory"));
        machines(rows, "10^9 pages a day: crawlers", rate, of(crawl, "threads of crawlers"), List.of());
        List<Limit> thread = of(crawl, "threads of Redis");
        machines(rows, "10^9 pages a day: Redis, with the URLs of a day", rate, thread, of(crawl, "Redis: URLs"));
        machines(rows, "10^9 pages a day: Redis, with their results, too", rate, thread, of(crawl, "Redis:"));
        return rows;
    }

    private static List<Limit> of(List<Limit> limits, String name) {
        return limits.stream().filter(limit -> limit.name().startsWith(name)).toList();
    }

    private static void machines(
            List<String> rows, String plan, double number, List<Limit> threads, List<Limit> memory) {
        double busy =
                threads.stream().mapToDouble(limit -> limit.needed(number)).sum();
        double bytes =
                memory.stream().mapToDouble(limit -> limit.needed(number)).sum();
        row(rows, plan, "" + Plan.machines(busy, bytes), shown(busy, Unit.THREADS), bytes == 0 ? "" : bytes(bytes));
    }

    private static List<String> table(String... names) {
        List<String> rows = new ArrayList<>();
        row(rows, names);
        rows.add("| --- |" + " ---: |".repeat(names.length - 2)
                + (names[names.length - 1].equals("measured by") ? " --- |" : " ---: |"));
        return rows;
    }

    private static void row(List<String> rows, String... cells) {
        rows.add("| " + String.join(" | ", cells) + " |");
    }

    private static String micros(double nanos) {
        return Numbers.text(nanos / 1e3) + " \u00b5s";
    }

    private static String shown(double value, Unit unit) {
        return switch (unit) {
            case THREADS -> value < 0.01 ? micros(value * 1e9) + " a second" : Numbers.text(value);
            case BYTES -> bytes(value);
            case BYTES_A_SECOND -> bytes(value) + "/s";
            case NUMBER -> Numbers.text(value);
        };
    }

    /** In powers of 1,000. */
    private static String bytes(double bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        int power = 0;
        double shown = bytes;
        while (shown >= 1_000 && power < units.length - 1) {
            shown /= 1_000;
            power++;
        }
        return Numbers.text(shown) + " " + units[power];
    }

    @Test
    void aPlanIsWhatOneTakesTimesHowManyThereAre() {
        Limit network = new Limit("network", 20_000, Unit.BYTES_A_SECOND, 125_000_000, "1 Gbit/s");
        assertThat(network.needed(10_000)).isEqualTo(200e6);
        assertThat(network.carries()).isEqualTo(6_250);
        assertThat(network.count(10_000)).isEqualTo(1.6, within(1e-9));
        assertThat(Plan.machines(3, 1)).isEqualTo(1 + 3); // 3 threads that are half busy are 6, on 2 processors each
        assertThat(Plan.machines(0.1, 33e9)).isEqualTo(1 + 3);
    }
}
