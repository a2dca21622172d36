// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import io.snowloop.sim.SimProvider;
import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./snowloop sim --jar}, as its users call it: with small programs, and with mistakes. */
@Tag("once") // it starts many JVMs
class JarCommandIT {
    private static final Path SOURCES =
            ProjectFolder.ROOT.resolve("samples/src/test/resources/io/snowloop/samples/jar");

    @TempDir
    static Path folder;

    private static Path numbers = Path.of("");
    private static Path ends = Path.of("");

    @BeforeAll
    static void build() throws IOException {
        numbers = jar("Numbers", "Numbers");
        ends = jar("Ends", "Ends");
    }

    /** A jar with one class, and the manifest that {@code java -jar} needs. */
    private static Path jar(String type, @Nullable String mainClass) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(type));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        SOURCES.resolve(type + ".java").toString());
        assertThat(failed).isZero();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (mainClass != null) {
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        }
        Path file = folder.resolve(type + (mainClass == null ? "-without-main" : "") + ".jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.list(classes)) {
            for (Path each : files.toList()) {
                jar.putNextEntry(new JarEntry(each.getFileName().toString()));
                Files.copy(each, jar);
            }
        }
        return file;
    }

    private static CommandRun sim(Path jar, String... more) {
        List<String> args = new ArrayList<>(List.of("sim", "--jar", jar.toString()));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray(String[]::new));
    }

    @Test
    void aServerThatTakesAWriteForAWholeOneIsFound() {
        CommandRun run = sim(
                numbers,
                "--seeds",
                "2",
                "--faults",
                "short-writes=0.9",
                "--check",
                "http://localhost:8080/",
                "--",
                "8080",
                "once");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.lines())
                .anyMatch(line ->
                        line.matches("seed \\d: http://localhost:8080/ has [\\d,]+ bytes with the hash [0-9a-f]{8}, and"
                                + " without faults 1,890 bytes with the hash [0-9a-f]{8}"))
                .anyMatch(line -> line.matches("\\d of 2 seeds fail; the first is seed \\d\\."))
                .contains("  Numbers, with once")
                .last()
                .asString()
                .matches(
                        "To run it again: ./snowloop sim --jar \\S+Numbers.jar --seed \\d --check http://localhost:8080/"
                                + " --faults short-writes=0.9 -- 8080 once");
    }

    @Test
    void aServerThatIsRightIsFineWithTheFaultsOfAKernel() {
        CommandRun run = sim(numbers, "--seeds", "2", "--check", "http://127.0.0.1:8080/", "8080", "all");

        assertThat(run.out().strip()).as(run.err()).isEqualTo("none of 2 seeds fails");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aBodyThatIsAnotherEachTimeIsNotCompared() {
        assertThat(sim(numbers, "--seeds", "1", "--check", "http://127.0.0.1:8080/count", "8080", "all")
                        .out()
                        .strip())
                .isEqualTo("none of 1 seeds fails");
    }

    @Test
    void aSourceFileIsACheck() {
        String check = SOURCES.resolve("Ask.java") + " 8080";
        CommandRun run = sim(numbers, "--seed", "1", "--faults", "short-writes=0.9", "--check", check, "8080", "once");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.lines())
                .startsWith("The program has printed:", "  Numbers, with once")
                .last()
                .asString()
                .matches(
                        "seed 1: the check threw java.lang.IllegalStateException: only \\d+ letters came \\(Ask.java:22\\)");
        assertThat(sim(numbers, "--seed", "1", "--check", check, "8080", "all").out())
                .endsWith("fine\n");
    }

    @Test
    void theTerminalGetsNoControlCharacterOfACheck() throws IOException {
        String check = check("Escapes", "throw new IllegalStateException(\"\\033]0;x\");");

        CommandRun run = sim(numbers, "--check", check, "8080", "all");

        assertThat(run.err())
                .contains("fails without faults: the check threw java.lang.IllegalStateException: \\u001b]0;x")
                .doesNotContain("\033");
    }

    @Test
    void whatIsOpenAtTheLimitIsTold() throws IOException {
        String check = check(
                "Hangs",
                "if (System.getProperty(\"" + SimProvider.SEED + "\") != null) {"
                        + "java.nio.channels.SocketChannel.open(new java.net.InetSocketAddress(\"127.0.0.1\", 8080));"
                        + "new java.util.concurrent.CountDownLatch(1).await(); }");

        CommandRun run = sim(numbers, "--seed", "1", "--limit", "3", "--check", check, "8080", "all");

        assertThat(run.lines())
                .contains(
                        "seed 1: the check has not ended after 3 s (--limit); the program is listening on 127.0.0.1:8080")
                .anyMatch(line -> line.startsWith("    open: "));
    }

    /** A source file with this body of its main method. */
    private static String check(String type, String body) throws IOException {
        String text = "class " + type + " { public static void main(String[] args) throws Exception { " + body + " } }";
        return Files.writeString(folder.resolve(type + ".java"), text).toString();
    }

    @Test
    void aProgramWithoutACheckHasToEndWithExitCode0() {
        assertThat(sim(ends, "--seed", "1", "return").out()).isEqualTo("The program has printed:\n  good bye\nfine\n");
        assertThat(sim(ends, "exit", "3").err())
                .contains("Ends.jar fails without faults: the program ended with exit code 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "return     | the program ended with exit code 0 before the check could begin The program has printed: good bye",
                "throw      | the program ended with exit code 1 before the check could begin The program has printed: Exception in"
                        + " thread \"main\" java.lang.IllegalStateException: on purpose",
                "stay      | nothing listens on port 8080 after 2 s (--limit) The program has printed nothing.",
                "socket     | java.net.SocketException: java.net.Socket and ServerSocket have no channel, so they are not simulated",
            })
    void aProgramThatDoesNotListenSaysWhatItDoes(String how, String message) {
        CommandRun run = sim(ends, "--limit", "2", "--check", "http://127.0.0.1:8080/", how);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().replaceAll("\\s+", " "))
                .startsWith("snowloop: ")
                .contains("Ends.jar fails without faults: ", message);
    }

    @Test
    void aProgramThatListensElsewhereSaysWhere() {
        assertThat(sim(numbers, "--limit", "2", "--check", "http://127.0.0.1:80/", "8080", "all")
                        .err())
                .contains("nothing listens on port 80 after 2 s (--limit); the program is listening on 127.0.0.1:8080");
    }

    @Test
    void anAnswerThatIsNoneIsAFailure() {
        assertThat(sim(numbers, "--check", "http://127.0.0.1:8080/none", "8080", "all")
                        .err())
                .contains("fails without faults: http://127.0.0.1:8080/none has the status 404");
    }

    @Test
    void mistakesOfTheCommandLineAreNamed() throws IOException {
        assertThat(said(sim(folder.resolve("none.jar")))).contains("there is no file ", "none.jar");
        assertThat(said(sim(folder))).contains(" is a folder: name a jar");
        assertThat(said(sim(SOURCES.resolve("Ask.java")))).contains("Ask.java is no jar: ");
        assertThat(said(sim(jar("Ends", null)))).contains("-without-main.jar has no Main-Class in its manifest");
        assertThat(said(sim(ends, "--json"))).contains("--json is for a source file");
        assertThat(said(sim(numbers, "--check", "NoSuch.java", "8080", "all")))
                .contains("there is no file NoSuch.java");
        assertThat(said(sim(numbers, "--check", "curl -f", "8080", "all")))
                .contains("there is no class curl for the check in the jar");
        assertThat(said(sim(numbers, "--check", "http://example.com/", "8080", "all")))
                .contains(
                        "the program is on the host 127.0.0.1, so a URL begins with http://127.0.0.1 or http://localhost");
        assertThat(said(CommandRun.of("sim"))).contains("name a source file, or a program with --jar");
        assertThat(said(CommandRun.of("sim", "A.java", "--check", "x")))
                .contains("--check is for a program with --jar");
        assertThat(said(CommandRun.of("sim", "A.java", "B.java"))).contains("name one source file");
    }

    /** Without the ends of lines: a message is wrapped for a terminal. */
    private static String said(CommandRun run) {
        return run.err().replaceAll("\\s+", " ");
    }
}
