// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of the house that can be read off the sources. */
@Tag("once")
class HouseRulesTest {
    private static final Path ROOT = ProjectFolder.ROOT;
    private static final List<String> LIBRARIES = List.of("nio-core", "async-client", "async-server");

    /** What waits for an amount of time, in a test, is either too short or too long. */
    private static final Pattern SLEEP = Pattern.compile("Thread\\.sleep\\(|TimeUnit\\.\\w+\\.sleep\\(");

    /**
     * What a test learns from the machine's clock depends on what else the machine does: tests count, or have a clock of
     * their own.
     */
    private static final Pattern CLOCK = Pattern.compile("System\\.(nanoTime|currentTimeMillis)\\(|Instant\\.now\\("
            + "|assertTimeout|(succeeds|fails)Within|isCompletedWithin|hasFinishedWithin");

    /** Tests that read it and prove nothing by what has passed. */
    private static final List<String> MAY_READ_THE_CLOCK = List.of(
            "HouseRulesTest.java",
            "GcPausesTest.java", // asks for the pauses until now
            "JdkSelectorContractTest.java", // that a select waits: on a busy machine it waits longer
            "NothingStopsALoopIT.java", // the clock of a loop, until it throws
            "EnduranceIT.java", // how long it goes on
            "MutationTesting.java", // a program with a limit for its time
            "OwnNetwork.java", // another one
            "TestAuthority.java"); // the days on which a certificate is valid

    /** A wait for what will come, with a limit that a busy machine may need. */
    private static final Pattern SHORT_WAIT = Pattern.compile(
            "\\((\\d|[12]\\d), TimeUnit\\.SECONDS\\)" + "|\\.await\\(Duration\\.ofSeconds\\((\\d|[12]\\d)\\)\\)");

    /** Words that readers with another first language read twice. */
    private static final Pattern HARD_WORD =
            Pattern.compile("(?i)\\b(whoever|whomever|whom|for ever|nobody|somebody|thereof|wherefrom|be it)\\b");

    /** The first line of a table with a column that has no name: a screen reader reads cells by the names of their columns. */
    private static final Pattern NAMELESS_COLUMN =
            Pattern.compile("(?m)^\\|(?:[^\n]*\\|)?[ \t]*\\|[^\n]*\n\\| ?:?---[^\n]*");

    /** A public method or constructor of a public type: the line in which its declaration begins. */
    private static final Pattern PUBLIC_METHOD = Pattern.compile(
            "^    public (?!static final class |final class |record |interface |enum |sealed |abstract class )[^=;]*\\(.*");

    @Test
    void noTestSleeps() throws IOException {
        assertThat(tests(SLEEP)).isSubsetOf(List.of("HouseRulesTest.java"));
    }

    @Test
    void noTestMeasuresTime() throws IOException {
        assertThat(tests(CLOCK)).isSubsetOf(MAY_READ_THE_CLOCK);
    }

    @Test
    void noTestIsInAHurry() throws IOException {
        assertThat(tests(SHORT_WAIT)).isSubsetOf(List.of("HouseRulesTest.java"));
    }

    /** The names of the tests that have something in them. */
    private static List<String> tests(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources("test")) {
            if (pattern.matcher(Files.readString(file)).find()) {
                found.add(file.getFileName().toString());
            }
        }
        return found;
    }

    /** A file that is longer is more than one idea. */
    @Test
    void noFileOfALibraryHas350Lines() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : librarySources()) {
            int lines = Files.readAllLines(file).size();
            if (lines >= 350) {
                found.add(ROOT.relativize(file) + ": " + lines);
            }
        }
        assertThat(found).isEmpty();
    }

    /** A longer one is cut off where the site shows the file, in a window that is 1280 wide. */
    @Test
    void noLineOfASourceHas150Characters() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources("main")) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() >= 150) {
                    found.add(ROOT.relativize(file) + ":" + (i + 1));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void sourcesAndPagesAreInPlainWords() throws IOException {
        List<Path> files = pages();
        files.addAll(sources("main"));
        assertThat(found(HARD_WORD, files)).isEmpty();
    }

    @Test
    void eachColumnOfATableHasAName() throws IOException {
        assertThat(found(NAMELESS_COLUMN, pages())).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
            pages.filter(page -> page.toString().endsWith(".md")).forEach(files::add);
        }
        for (String page : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")) {
            files.add(ROOT.resolve(page));
        }
        return files;
    }

    private static List<String> found(Pattern pattern, List<Path> files) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            pattern.matcher(Files.readString(file))
                    .results()
                    .forEach(match -> found.add(ROOT.relativize(file) + ": " + match.group()));
        }
        return found;
    }

    @Test
    void whatIsPublicHasJavadoc() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : librarySources()) {
            undocumented(file, found);
        }
        assertThat(found).isEmpty();
    }

    private static void undocumented(Path file, List<String> found) throws IOException {
        List<String> lines = Files.readAllLines(file);
        boolean publicType = lines.stream().anyMatch(line -> line.startsWith("public "));
        for (int i = 0; publicType && i < lines.size(); i++) {
            if (PUBLIC_METHOD.matcher(lines.get(i)).matches() && !isExplained(lines, i)) {
                found.add(ROOT.relativize(file) + ":" + (i + 1) + " "
                        + lines.get(i).strip());
            }
        }
    }

    /** By a comment right before it, annotations aside; or elsewhere, if it overrides something. */
    private static boolean isExplained(List<String> lines, int declaration) {
        for (int i = declaration - 1; i >= 0; i--) {
            String before = lines.get(i).strip();
            if (before.startsWith("@Override") || before.endsWith("*/")) {
                return true;
            }
            if (!before.startsWith("@") && !before.startsWith("//")) {
                return false;
            }
        }
        return false;
    }

    private static List<Path> librarySources() throws IOException {
        return sources("main").stream()
                .filter(file ->
                        LIBRARIES.contains(ROOT.relativize(file).getName(0).toString()))
                .toList();
    }

    private static List<Path> sources(String kind) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("nio-core", "async-client", "async-server", "samples")) {
            try (Stream<Path> files =
                    Files.walk(ROOT.resolve(module).resolve("src").resolve(kind))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        assertThat(sources).isNotEmpty();
        return sources;
    }
}
