// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.GeneratedPage;
import io.snowloop.samples.Snowloop;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a command prints on a page is what it prints: below a comment {@code prints} there is a block that begins with the
 * command, and goes on with its output. To bring it up to date:
 *
 * <pre>
 * ./mvnw test -pl samples -am -Dtest=PrintedOnPageTest -Ddocs.update=true
 * </pre>
 */
@Tag("once") // what is printed is the same on each JDK
class PrintedOnPageTest {
    private static final String MARK = "<!-- prints -->";
    private static final String FENCE = "```";
    private static final String COMMAND = "$ ./snowloop ";

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path page : Project.pages()) {
            boolean translated = page.startsWith(Translation.CHINESE); // its blocks of code are copies
            if (!translated && Files.readAllLines(page).contains(MARK)) {
                pages.add(page);
            }
        }
        return pages;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void thePageShowsWhatTheCommandPrints(Path page) throws Exception {
        List<String> lines = Files.readAllLines(page);
        List<String> updated = updated(lines);
        GeneratedPage.assertUpToDate(page, lines, updated, PrintedOnPageTest.class);
    }

    private static List<String> updated(List<String> lines) throws IOException, InterruptedException {
        List<String> updated = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            updated.add(lines.get(i));
            if (lines.get(i).equals(MARK)) {
                String command = lines.get(i + 2);
                assertThat(lines.get(i + 1)).startsWith(FENCE);
                assertThat(command).startsWith(COMMAND);
                updated.add(lines.get(i + 1));
                updated.add(command);
                updated.addAll(printed(command.substring(COMMAND.length())));
                i += 3;
                while (!lines.get(i).equals(FENCE)) {
                    i++;
                }
                updated.add(FENCE);
            }
        }
        return updated;
    }

    /** In a JVM of its own: a program with {@code Selector.open()} needs one that has not opened a channel yet. */
    private static List<String> printed(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Snowloop.class.getName()));
        command.addAll(Arrays.asList(arguments.split(" ", -1)));
        Process process = new ProcessBuilder(command)
                .directory(Project.HOME.toFile())
                .redirectError(Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.stripTrailing().lines().toList();
    }
}
