package io.snowloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.benchmarks.measure.Round;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void itNamesTheMachineAndHasAChartAndATableOfEach() throws IOException {
        assertThat(page())
                .contains("a CPU", "JDK 25.0.1", "-Xmx1g", "The peers are jetty-server-12.0.")
                .contains("![plaintext: CPU for a request](performance/plaintext.svg)")
                .contains("| Snow | 4.00 | 4.00 to 4.00 |  | 1,000 |")
                .contains("![start: A<B](performance/start.svg)")
                .contains("| A<B | 305 ms |");
    }

    @Test
    void itSaysWhatEachTableIsAbout() throws IOException {
        assertThat(page()).contains("## plaintext\n\n`GET` of a short text").contains("## start\n\nFrom the start");
        assertThat(Captions.of("burst-5000")).isEqualTo(Captions.of("burst-77"));
        assertThatThrownBy(() -> Captions.of("new")).hasMessage("nothing says what 'new' is: give it a caption");
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
    void whatIsWrittenByHandStays() throws IOException {
        page();
        Files.writeString(docs.resolve("performance.md"), page() + "\n## What was tried\n");
        assertThat(page()).endsWith("\n## What was tried\n").containsOnlyOnce("# Performance\n");
    }

    @Test
    void withoutResultsThereIsNoPage(@TempDir Path empty) {
        assertThatThrownBy(() -> Page.write(empty)).hasMessageContaining("no results");
    }
}
