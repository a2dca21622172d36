// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ProjectFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnowloopTest {
    private static final Path HOME = ProjectFolder.ROOT;

    @ParameterizedTest
    @ValueSource(
            strings = {"--version", "crawl --version", "fetch --version", "bench-server --version", "list -V", "run -V"
            })
    void versionNamesTheProgram(String line) {
        CommandRun run = CommandRun.of(line.split(" ", -1));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("snowloop ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "crawl --help",
                "fetch --help",
                "bench-server -h",
                "simulated-outage --help",
                "zoo --help",
                "sim --help",
                "list --help",
                "run --help"
            })
    void everyCommandHasHelp(String line) {
        CommandRun run = CommandRun.of(line.split(" ", -1));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: snowloop").contains("--help", "--version", "Exit codes:");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void listHasALineASample() {
        List<String> lines = CommandRun.of("list").lines();

        assertThat(lines).hasSameSizeAs(Samples.ALL);
        assertThat(lines).allMatch(line -> line.matches("[a-z0-9-]+ {2,}\\S.*"));
    }

    @Test
    void theListFitsATerminalAndSaysWhichSamplesStayUp() {
        List<String> lines = CommandRun.of("list").lines();

        assertThat(lines).allMatch(line -> line.length() <= 80);
        assertThat(lines)
                .filteredOn(line -> line.endsWith(", until Ctrl-C"))
                .extracting(line -> line.split(" ", 2)[0])
                .containsExactly("hello-server", "news-server", "bench-server", "lens");
    }

    @Test
    void everySampleNamesItsSourceAndItsChapter() {
        for (Sample sample : Samples.ALL) {
            assertThat(sample.whereToRead().lines())
                    .hasSize(2)
                    .allMatch(line -> line.length() <= 80)
                    .allMatch(line -> Files.isRegularFile(HOME.resolve(line.split(": +", 2)[1])), "names a file");
        }
    }

    @Test
    void aSampleClosesWithItsSourceAndItsChapter() {
        CommandRun run = CommandRun.of("run", "seed-snow");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .endsWith(
                        "",
                        "Source:  samples/src/main/java/io/snowloop/samples/seeds/snow/Snow.java",
                        "Chapter: docs/seeds.md");
    }

    /** The output of a command may go to another program. */
    @Test
    void aCommandClosesBesideItsOutput() {
        CommandRun run = CommandRun.of("run", "simulated-outage", "--seed", "1");

        assertThat(run.out()).doesNotContain("Chapter: ");
        assertThat(run.err()).contains("Source:  samples/src/main/java/", "Chapter: docs/simulator.md");
    }

    @Test
    void everySampleHasHelp() {
        for (Sample sample : Samples.ALL) {
            CommandRun run = CommandRun.of("run", sample.name(), "--help");

            assertThat(run.exitCode()).as(sample.name()).isZero();
            assertThat(run.err()).as(sample.name()).isEmpty();
            assertThat(run.out()).startsWith("Usage: snowloop ").contains(sample.name());
        }
        assertThat(CommandRun.of("run", "seed-snow", "--help").out())
                .startsWith("Usage: snowloop run seed-snow [PORT]")
                .contains("Chapter: docs/seeds.md");
    }

    /** What FetchIT and CrawlIT see is what the help says. */
    @Test
    void theExitCodesAreThoseOfTheHelp() {
        String help = CommandRun.of("--help").out().replaceAll("\\s+", " ");

        assertThat(help)
                .contains(
                        "1 a link is broken; fetch, hello-client: there was no complete response, from a host that cannot be"
                                + " reached either",
                        "2 invalid arguments, a port in use; crawl: the site cannot be reached");
    }

    @Test
    void everySampleHasANameOfItsOwn() {
        assertThat(Samples.ALL.stream().map(Sample::name)).doesNotHaveDuplicates();
    }

    @Test
    void runHandsOnWhateverFollowsTheName() {
        CommandRun run = CommandRun.of("run", "fetch", "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: snowloop fetch");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ftech                                  | unknown command 'ftech' (did you mean fetch
            hello-server                           | 'hello-server' is a sample: snowloop run hello-server
            --kepe                                 | unknown option '--kepe'
            --concurrency 0                        | '0' is not a number of at least 1
            --concurrency many                     | 'many' is not a number of at least 1
            --port 70000                           | '70000' is not a port
            --url example.org                      | does not begin with http://
            --url ftp://example.org/               | does not begin with http://
            --url http://127.0.0.1/ --keep         | --keep, --port, --docs and --latency are only for the docs
            --latency -1                           | '-1' is not a number of milliseconds
            --url http://127.0.0.1/ --latency 5    | only for the docs
            --docs /nowhere                        | there is no folder
            run                                    | 'NAME'
            run                                    | see snowloop run --help
            run nothing                            | there is no sample "nothing"; see snowloop list
            run hello-client                       | hello-client: it takes URL..., but got no argument
            run hello-client                       | see snowloop run hello-client --help
            run hello-server 8080                  | hello-server: it takes no arguments, but got 8080
            run seed-selector nonsense             | seed-selector: cannot fetch nonsense
            run seed-snow nonsense                 | seed-snow: 'nonsense' is not a port
            run seed-snow nonsense                 | see snowloop run seed-snow --help
            run fetch --tiemout 1                  | see snowloop fetch --help
            run why-late --slow                    | unknown option '--slow'
            run seed-async-http nonsense           | seed-async-http: it takes no arguments
            simulated-outage --seed many           | 'many' is not a long
            fetch                                  | 'URL'
            fetch --tiemout 1 http://127.0.0.1/    | unknown option '--tiemout'
            fetch --timeout 0 http://127.0.0.1/    | '0' is not a number of seconds above 0
            fetch --timeout NaN http://127.0.0.1/  | 'NaN' is not a number of seconds above 0
            fetch --pause -1 http://127.0.0.1/     | '-1' is not a number of milliseconds
            fetch -H nonsense http://127.0.0.1/    | 'nonsense' is not a header field
            fetch -X G(T http://127.0.0.1/         | is not a token
            fetch -d @/nowhere http://127.0.0.1/   | /nowhere
            fetch nonsense                         | 'nonsense' does not begin with http://
            fetch http://                          | 'http://'
            fetch --output x http://a/ http://b/   | --output is for a single URL, not for 2
            bench-server --loops 0                 | '0' is not a number of at least 1
            """)
    void aMistakeIsToldInALine(String line, String message) {
        CommandRun run = CommandRun.of(line.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("snowloop: ")
                .contains(message);
    }
}
