// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each sample has a page, made of what the sample says of itself: its description, its source, its chapter, its help. Below is its
 * output: compared, but for times and ports. Only what takes long, needs a browser or files of yours,
 * or measures this machine, is recorded by hand. To bring them up to date:
 *
 * <pre>
 * ./mvnw test -pl samples -am -Dtest=SamplePagesTest -Ddocs.update=true
 * </pre>
 */
@Tag("once") // a page is the same on each JDK
class SamplePagesTest {
    private static final Path DOCS = ProjectFolder.ROOT.resolve("docs");
    private static final Path FOLDER = DOCS.resolve("samples");
    private static final String OUTPUT = "## What it prints";
    private static final String COMMAND = "$ ./snowloop ";
    private static final String FENCE = "```";
    private static final Set<String> RECORDED = Set.of(
            "crawl",
            "ladder",
            "rosetta",
            "learn",
            "quiz",
            "slides",
            "news-reader",
            "sim",
            "notes",
            "chat",
            "reverse-proxy",
            "fan-out");

    /** What a server is asked, and a text of the last line that it prints. */
    private record Asked(String last, List<String> urls) {}

    private static final Map<String, Asked> ASKED = Map.of(
            "hello-server",
                    new Asked("GET /hello/Ada ", List.of("http://127.0.0.1:8012/", "http://127.0.0.1:8012/hello/Ada")),
            "news-server", new Asked("listening on ", List.of("http://127.0.0.1:8013/")),
            "bench-server", new Asked("  GET  /ws ", List.of("")),
            "lens", new Asked("Open http://", List.of("")));

    /** Clients of {@code hello-server}. */
    private static final Set<String> CLIENTS = Set.of("hello-client", "fetch");

    /** What differs each time: durations, rates, ports of the kernel's choice, random tokens. */
    private static final Pattern DIFFERS =
            Pattern.compile(" *[\\d.,]+ (ms|s|a second)\\b|(?<=127\\.0\\.0\\.1:)\\d{5}|(?<=/)[\\w-]{22}(?=/)");

    static List<Sample> samples() {
        return Samples.ALL;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aPageShowsItsSample(Sample sample) throws Exception {
        Path page = FOLDER.resolve(sample.name() + ".md");
        List<String> lines = Files.exists(page) ? Files.readAllLines(page) : List.of();
        List<String> updated = new ArrayList<>(List.of(
                "# " + sample.name(),
                "",
                sentence(sample.description()),
                "",
                "Source: " + source(sample) + ". Chapter: " + chapter(sample) + ".",
                "",
                "## Arguments",
                "",
                FENCE + "text",
                COMMAND + "run " + sample.name() + " --help"));
        updated.addAll(printed("run", sample.name(), "--help"));
        updated.add(FENCE);
        updated.add("");
        updated.addAll(output(sample, lines));

        GeneratedPage.assertUpToDate(page, lines, updated, SamplePagesTest.class);
    }

    private static List<String> output(Sample sample, List<String> lines) throws Exception {
        assertThat(lines).as("docs/samples/%s.md", sample.name()).contains(OUTPUT);
        List<String> output = new ArrayList<>(lines.subList(lines.indexOf(OUTPUT), lines.size()));
        int command = indexOfCommand(output);
        if (!RECORDED.contains(sample.name())) {
            List<String> recorded = output.subList(command + 1, output.lastIndexOf(FENCE));
            String[] args = output.get(command).substring(COMMAND.length()).split(" ", -1);
            List<String> printed = printed(sample, args);
            if (!masked(printed).equals(masked(recorded))) {
                recorded.clear();
                output.addAll(command + 1, printed);
            }
        }
        return output;
    }

    private static List<String> printed(Sample sample, String... args) throws Exception {
        Asked asked = ASKED.get(sample.name());
        if (asked != null) {
            return OwnNetwork.server(asked.urls, asked.last, args);
        }
        return CLIENTS.contains(sample.name()) ? OwnNetwork.besideHelloServer(args) : printed(args);
    }

    private static List<String> masked(List<String> lines) {
        return lines.stream()
                .map(line -> DIFFERS.matcher(line).replaceAll(" #"))
                .toList();
    }

    private static int indexOfCommand(List<String> output) {
        for (int i = 0; i < output.size(); i++) {
            if (output.get(i).startsWith(COMMAND)) {
                return i;
            }
        }
        throw new AssertionError("below \"" + OUTPUT + "\" there has to be a block that begins with " + COMMAND);
    }

    private static List<String> printed(String... args) {
        return CommandRun.of(args).out().stripTrailing().lines().toList();
    }

    @Test
    void theFrontPageListsThemAll() throws IOException {
        Path page = FOLDER.resolve("README.md");
        List<String> lines = Files.readAllLines(page);
        String mark = "<!-- cards -->";
        List<String> updated = new ArrayList<>(lines.subList(0, lines.indexOf(mark) + 1));
        updated.addAll(List.of("", "| sample | what it is | chapter | command |", "| --- | --- | --- | --- |"));
        for (Sample sample : Samples.ALL) {
            updated.add(String.format(
                    "| [%s](%1$s.md) | %s | %s | `%s` |",
                    sample.name(), sample.description(), chapter(sample), command(sample)));
        }

        GeneratedPage.assertUpToDate(page, lines, updated, SamplePagesTest.class);
    }

    /** The one whose output the sample's page shows. */
    private static String command(Sample sample) throws IOException {
        List<String> page = Files.readAllLines(FOLDER.resolve(sample.name() + ".md"));
        List<String> output = page.subList(page.indexOf(OUTPUT), page.size());
        return output.get(indexOfCommand(output)).substring("$ ".length());
    }

    private static String source(Sample sample) {
        return "[`" + sample.source().getSimpleName() + "`](../../samples/src/main/java/"
                + sample.source().getName().replace('.', '/') + ".java)";
    }

    private static String chapter(Sample sample) throws IOException {
        Path chapter = ProjectFolder.ROOT.resolve(sample.chapter());
        String title = Files.readAllLines(chapter).get(0).substring("# ".length());
        return "[" + title + "](" + FOLDER.relativize(chapter).toString().replace('\\', '/') + ")";
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }
}
