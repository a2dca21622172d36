// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.benchmarks.measure.Http2Work;
import io.snowloop.benchmarks.measure.Load;
import io.snowloop.benchmarks.measure.PushWork;
import io.snowloop.benchmarks.measure.Round;
import io.snowloop.benchmarks.measure.TlsWork;
import io.snowloop.benchmarks.measure.Work;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class PageTest {
    @TempDir
    private Path docs;

    @BeforeEach
    void measure() throws IOException {
        Environment environment = new Environment(
                "2026-01-01",
                "a CPU",
                2,
                "6.1",
                "25.0.1",
                List.of("-Xmx1g"),
                List.of("jetty-server-12.0.jar", "jetty-io-12.0.jar"));
        Round round = new Round(1_000, 1_000_000_000L, 4_000_000, 300_000, 0, 250, 900);
        Row row = new Row("plaintext", "snow", "Snow", false, List.of(round), 2_048, "");
        Figure figure = new Figure("start", "without archive", "ms", "a<b", "A<B", List.of(300.0, 310.0));
        new Results("server", environment, List.of(row), List.of(figure))
                .write(docs.resolve("performance/server.json"));
    }

    private String page() throws IOException {
        Page.write(docs);
        return Files.readString(docs.resolve("performance.md"));
    }

    @Test
    void itSaysThatHeadsAlternateIfThereAreSuchTables() throws IOException {
        assertThat(page()).contains("checks. The load repeats one request").doesNotContain("heads that");
        Results results = Results.read(docs.resolve("performance/server.json"));
        Row row = results.rows().get(0);
        Row alternating = new Row("heads-plaintext", "snow", "Snow", false, row.rounds(), 2_048, "");
        new Results("server", results.environment(), List.of(row, alternating), List.of())
                .write(docs.resolve("performance/server.json"));

        assertThat(page()).contains("The first tables are of heads that");
    }

    @Test
    void itSaysWhichTablesWereMeasuredOnAnotherDay() throws IOException {
        assertThat(page()).doesNotContain("another time");
        Environment later = new Environment("2026-01-02", "a CPU", 2, "6.1", "25.0.2", List.of(), List.of());
        new Results("tls", later, List.of(), List.of()).write(docs.resolve("performance/tls.json"));

        assertThat(page()).contains("Measured at another time: tls on 2026-01-02 with JDK 25.0.2.");
    }

    @Test
    void itShowsTheFlameGraphsThatThereAre() throws IOException {
        assertThat(page()).doesNotContain("Flame graphs");

        Files.writeString(docs.resolve("performance/flame-file.svg"), "<svg/>");
        assertThat(page())
                .contains("## Flame graphs", "![Snow: a file of 1 MiB](performance/flame-file.svg)")
                .doesNotContain("flame-bytes");
    }

    @Test
    void itNamesTheMachineAndHasAChartAndATableOfEach() throws IOException {
        assertThat(page())
                .contains("a CPU", "JDK 25.0.1", "-Xmx1g", "The peers are jetty-server-12.0.")
                .contains("![plaintext: CPU per request](performance/plaintext.svg)")
                .contains("| Snow | 4.00 | 4.00 to 4.00 | 1,000 |")
                .contains("![start: A<B](performance/start.svg)")
                .doesNotContain("h2load")
                .contains("| A<B | 305 ms |");
    }

    @Test
    void eachTableHasACaption() throws IOException {
        assertThat(page()).contains("## plaintext\n\n`GET` of a short text").contains("## start\n\nFrom the start");
        assertThat(Captions.of("simulator")).startsWith("The simulator");
        assertThat(Captions.of("idle-many-defaults-17")).isEqualTo(Captions.of("idle-many"));
        assertThat(Captions.of("burst-5000")).isEqualTo(Captions.of("burst-77"));
        assertThatThrownBy(() -> Captions.of("new")).hasMessage("'new' has no caption");
    }

    /** Otherwise the page could not be generated after a complete measurement. */
    @Test
    void allMeasurementsHaveACaption() throws IOException {
        Stream<String> works = Stream.concat(
                Arrays.stream(Work.values()).map(Work::title),
                Http2Work.all().stream().flatMap(work -> Stream.of(work.group(), work.title())));
        Stream<String> loads = Stream.of(PushWork.values(), TlsWork.values())
                .flatMap(Arrays::stream)
                .map(Load::title);
        Stream<String> parts = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
                .stream()
                .map(part -> part.getUserClassQName().replaceAll(".*\\.", ""));
        Path kept = Path.of("../docs/performance");
        Stream<String> others =
                Stream.of("server", "client", "micro").flatMap(kind -> groups(kept.resolve(kind + ".json")));
        assertThat(Stream.of(works, loads, parts, others)
                        .flatMap(names -> names)
                        .distinct())
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(Captions.of(name)).isNotBlank());
    }

    private static Stream<String> groups(Path file) {
        try {
            Results results = Results.read(file);
            return Stream.concat(
                    results.rows().stream().map(Row::work),
                    results.figures().stream().map(Figure::group));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void messagesAndHandshakesAreCalledSo() throws IOException {
        Round round = new Round(1_000, 1_000_000_000L, 4_000_000, 300_000, 0, 250, 900);
        List<Row> rows = Stream.of("ws-echo-64", "tls-1024", "tls-handshake-full")
                .map(work -> new Row(work, "nginx", "nginx", true, List.of(round), 2_048, ""))
                .toList();
        Environment environment = new Environment("2026-01-02", "", 2, "", "25.0.2", List.of(), List.of());
        new Results("push", environment, rows, List.of()).write(docs.resolve("performance/push.json"));
        assertThat(page())
                .contains(
                        "## WebSocket: echo of 64 bytes", "![ws-echo-64: CPU per message](performance/ws-echo-64.svg)")
                .contains("| messages/s |", "| handshakes/s |")
                .contains("tls-1024: CPU per request", "tls-handshake-full: CPU per handshake");
    }

    @Test
    void theLoadsOverHttp2WithOneBodyAreATable() throws IOException {
        List<Row> rows = List.of(
                http2("h2s-bytes-1x1", "snow", 20),
                http2("h2s-bytes-1x1", "netty", 30),
                http2("h2s-bytes-64x32", "snow", 7),
                http2("h2s-bytes-64x32", "netty", 6.5));
        Environment environment = new Environment(
                "2026-01-02", "", 2, "", "25.0.2", List.of(), List.of("jetty-http2-server-12.0.jar", "undertow.jar"));
        new Results("http2", environment, rows, List.of()).write(docs.resolve("performance/http2.json"));
        assertThat(page())
                .contains("measured on 2026-01-02 with JDK 25.0.2.", "The peers are\njetty-http2-server-12.0.\n")
                .contains("the median of 3 rounds", "wrk, h2load for [HTTP/2](#http2) or")
                .contains(
                        "## HTTP/2 over TLS: bytes", "![h2s-bytes: CPU per request, 64x32](performance/h2s-bytes.svg)")
                .contains("| entry | 1x1: CPU µs | 64x32: CPU µs | 1x1: bytes allocated | 64x32: bytes allocated |")
                .contains("""
                        | netty | 30.0 (30.0 to 31.0) | 6.50 (6.50 to 7.50) | 300 | 300 |
                        | snow | 20.0 (20.0 to 21.0) | 7.00 (7.00 to 8.00) | 300 | 300 |
                        """)
                .contains("| h2s-bytes-1x1: CPU per request | ≤ 30.00 µs (netty) | 20.00 µs | met |")
                .contains("| h2s-bytes-64x32: CPU per request | ≤ 6.50 µs (netty) | 7.00 µs | missed by 7.69 % |");
    }

    private static Row http2(String work, String entry, double cpuMicros) {
        List<Round> rounds = Stream.of(cpuMicros, cpuMicros + 1, cpuMicros)
                .map(micros -> new Round(1_000, 1_000_000_000L, Math.round(micros * 1e6), 300_000, 0, 0, 0))
                .toList();
        return new Row(work, entry, entry, false, rounds, 2_048, "");
    }

    @Test
    void tablesWithTheJvmsDefaultsStandBesideTheOthers() throws IOException {
        Environment environment =
                new Environment("2026-01-03", "", 2, "", "17.0.15", List.of("-XX:ActiveProcessorCount=2"), List.of());
        Round round = new Round(1_000, 1_000_000_000L, 6_000_000, 300_000, 0, 250, 900);
        Row snow = new Row("plaintext", "snow", "Snow", false, List.of(round), 2_048, "");
        Row jetty = new Row("plaintext", "jetty", "Jetty", false, List.of(round), 2_048, "");
        new Results("server-defaults-17", environment, List.of(snow, jetty), List.of())
                .write(docs.resolve("performance/server-defaults-17.json"));
        assertThat(page())
                .contains("## server: the JVM's defaults, JDK 17", "Measured on 2026-01-03 with JDK 17.0.15")
                .contains("Helidon and robaho need JDK 21.", "`-XX:ActiveProcessorCount=2`")
                .contains("## plaintext, defaults of JDK 17\n\n`GET` of a short text")
                .contains("(performance/plaintext.svg)", "(performance/plaintext-defaults-17.svg)")
                .contains("| plaintext: CPU per request, defaults of JDK 17 | ≤ 6.00 µs (Jetty) | 6.00 µs | met |");
    }

    @Test
    void headsThatAlternateAreTheFirstTables() throws IOException {
        Path file = docs.resolve("performance/server.json");
        Results before = Results.read(file);
        Row row = before.rows().get(0);
        Row heads = new Row("heads-json", row.entry(), row.title(), false, row.rounds(), row.residentKib(), row.note());
        before.withRows(List.of(heads)).write(file);
        assertThat(page().indexOf("## json, with heads that alternate"))
                .isPositive()
                .isLessThan(page().indexOf("## plaintext"));
    }

    @Test
    void chartsAreXml() throws Exception {
        page();
        for (String name : List.of("plaintext.svg", "start.svg")) {
            String svg = Files.readString(docs.resolve("performance").resolve(name));
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
            assertThat(svg).contains("<rect").contains(name.equals("start.svg") ? "305 ms" : "4.00 µs");
        }
    }

    @Test
    void thePartByHandIsKept() throws IOException {
        page();
        Files.writeString(docs.resolve("performance.md"), page() + "\n## What was tried\n");
        assertThat(page()).endsWith("\n## What was tried\n").containsOnlyOnce("# Performance\n");
    }

    @Test
    void withoutResultsThereIsNoPage(@TempDir Path empty) {
        assertThatThrownBy(() -> Page.write(empty)).hasMessageContaining("no results");
    }
}
