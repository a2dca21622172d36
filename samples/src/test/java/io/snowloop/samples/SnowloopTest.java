// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ProjectFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
                "ladder --help",
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

    @ParameterizedTest
    @ValueSource(strings = {"list", "--help", "zoo", "slides the-loop --output -"})
    void aCommandWhoseOutputIsNotWrittenHasNotSucceeded(String line) {
        CommandRun run = CommandRun.onFullDisk(line.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("snowloop: cannot write to standard output: ");
    }

    @Test
    void listHasALineASample() {
        List<String> lines = CommandRun.of("list").lines();

        assertThat(lines).hasSameSizeAs(Samples.ALL);
        assertThat(lines).allMatch(line -> line.matches("[a-z0-9-]+ {2,}\\S.*"));
    }

    /** Commands that are about the others, and no program of their own. */
    private static final Map<String, String> NOT_LISTED = Map.of(
            "list", "it is the list",
            "run", "it runs what the list has",
            "help", "it prints what the commands take",
            "bench", "the launcher runs it, and it needs wrk and gcc");

    @Test
    void everyCommandIsInTheListOrSaysWhyNot() {
        Set<String> commands = Snowloop.commandLine().getSubcommands().keySet();
        List<String> listed = CommandRun.of("list").lines().stream()
                .map(line -> line.split(" ", 2)[0])
                .toList();

        assertThat(commands).containsAll(NOT_LISTED.keySet());
        assertThat(commands).filteredOn(name -> !NOT_LISTED.containsKey(name)).isSubsetOf(listed);
        assertThat(listed).doesNotContainAnyElementsOf(NOT_LISTED.keySet());
    }

    @Test
    void theListFitsATerminalAndSaysWhichSamplesStayUp() {
        List<String> lines = CommandRun.of("list").lines();

        assertThat(lines).allMatch(line -> line.length() <= 80);
        assertThat(lines)
                .filteredOn(line -> line.endsWith(", until Ctrl-C"))
                .extracting(line -> line.split(" ", 2)[0])
                .containsExactly(
                        "hello-server",
                        "news-server",
                        "notes",
                        "chat",
                        "reverse-proxy",
                        "fan-out",
                        "bench-server",
                        "lens");
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
        assertThat(help("--help"))
                .contains("1 a link is broken; of a command: see its help", "2 invalid arguments, a file");
        assertThat(help("fetch", "--help"))
                .contains(
                        "1 one of the URLs has no complete response, or its host cannot be reached 2 invalid arguments");
        assertThat(help("sim", "--help")).contains("1 a seed fails");
        assertThat(help("list", "--help"))
                .contains("0 success 2 invalid arguments")
                .doesNotContain("link");
    }

    private static String help(String... line) {
        return CommandRun.of(line).out().replaceAll("\\s+", " ");
    }

    @Test
    void helpIsACommandToo() {
        assertThat(CommandRun.of("help").out())
                .isEqualTo(CommandRun.of("--help").out())
                .contains("bench", "help");
        assertThat(CommandRun.of("help", "fetch").out())
                .isEqualTo(CommandRun.of("fetch", "--help").out());
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
            --latency 99999999999                  | '99999999999' is not a time in milliseconds, a whole number from 0 to
            --concurrency 1e3                      | '1e3' is not a whole number from 1 to
            --docs pom.xml                         | pom.xml is a file: choose a folder with --docs
            --docs src/main                        | there is no README.md or index.md in
            extra --keep                           | unknown command 'extra'; see snowloop --help
            help ftech                             | unknown command 'ftech' (did you mean fetch?)
            bench server                           | the launcher runs it: ./snowloop bench
            zoo short-wirte                        | there is no animal "short-wirte" (did you mean short-write?)
            run simulated_outage                   | there is no sample "simulated_outage" (did you mean simulated-outage?)
            run hello-client nope                  | hello-client: 'nope' does not begin with http://
            sim none.java                          | there is no file none.java
            sim nowhere/none.java                  | there is no folder nowhere
            sim a.java --seed 1e3                  | '1e3' is not a seed, a whole number of at most 18 digits
            fetch http://127.0.0.1:99999/          | has a port above 65535
            fetch -d @nofile http://127.0.0.1/     | cannot read the body: there is no file nofile
            fetch --cacert nofile https://a/       | cannot read the certificates: there is no file nofile
            fetch --insecure --cacert f https://a/ | --insecure, --cacert=FILE exclude each other: give one of them
            ftech                                  | unknown command 'ftech' (did you mean fetch
            hello-server                           | 'hello-server' is a sample: snowloop run hello-server
            --kepe                                 | unknown option '--kepe'
            --concurrency 0                        | '0' is not a whole number from 1 to 2147483647
            --concurrency many                     | 'many' is not a whole number from 1 to 2147483647
            --port 70000                           | '70000' is not a port
            --url example.org                      | does not begin with http://
            --url ftp://example.org/               | does not begin with http://
            --url http://127.0.0.1/ --keep         | --keep, --port, --docs and --latency are only for the docs
            --latency -1                           | '-1' is not a time in milliseconds, a whole number from 0 to 2147483647
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
            run notes --port 8014                  | notes: '--port' is not a port
            run seed-snow nonsense                 | see snowloop run seed-snow --help
            run fetch --tiemout 1                  | see snowloop fetch --help
            run why-late --slow                    | unknown option '--slow'
            run news-reader nonsense               | news-reader: 'nonsense' does not begin with http://
            zoo nonsense --lens                    | there is no animal "nonsense"
            run seed-async-http nonsense           | seed-async-http: it takes no arguments
            simulated-outage --seed many           | 'many' is not a seed, a whole number
            fetch                                  | 'URL'
            fetch --tiemout 1 http://127.0.0.1/    | unknown option '--tiemout'
            fetch --timeout 0 http://127.0.0.1/    | '0' is not a time in seconds, a number above 0
            fetch --timeout NaN http://127.0.0.1/  | 'NaN' is not a time in seconds, a number above 0
            fetch --pause -1 http://127.0.0.1/     | '-1' is not a time in milliseconds, a whole number from 0 to 2147483647
            fetch -H nonsense http://127.0.0.1/    | 'nonsense' is not a header field
            fetch -X G(T http://127.0.0.1/         | is not a token
            fetch -d @/nowhere http://127.0.0.1/   | /nowhere
            fetch nonsense                         | 'nonsense' does not begin with http://
            fetch http://                          | 'http://'
            fetch --output x http://a/ http://b/   | --output is for a single URL, not for 2
            bench-server --loops 0                 | '0' is not a whole number from 1 to 2147483647
            """)
    void aMistakeIsToldInALine(String line, String message) {
        CommandRun run = CommandRun.of(line.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .allMatch(part -> part.length() <= 80 || part.strip().indexOf(' ') < 0);
        assertThat(run.err().replaceAll("\\s+", " ")).startsWith("snowloop: ").contains(message);
    }
}
