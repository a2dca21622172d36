// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.samples.CommandRun;
import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of readers, with the mistakes of readers. Those that open their own selectors are in SimCommandIT. */
@Tag("once") // many seeds
class SimCommandTest {
    private static final Path FOLDER = ProjectFolder.ROOT.resolve("samples/src/test/resources/io/snowloop/samples/sim");

    /** The JVM of the tests keeps its own provider: the command sets another one, if there is none. */
    @BeforeAll
    static void theJvmHasAProvider() {
        assertThat(SelectorProvider.provider()).isNotNull();
    }

    private static CommandRun sim(String file, String... more) {
        String[] args = new String[more.length + 2];
        args[0] = "sim";
        args[1] = FOLDER.resolve(file).toString();
        System.arraycopy(more, 0, args, 2, more.length);
        return CommandRun.of(args);
    }

    @Test
    void theFirstSeedThatFailsIsShownWithTheLineAndHowToRunItAgain() {
        CommandRun run = sim("Short.java", "--faults", "short-writes=0.7");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines())
                .anyMatch(line -> line.matches("\\d+ of 200 seeds fail; the first is seed \\d+: bytes lost"))
                .anyMatch(line -> line.endsWith("write(12) took 4") || line.contains("write(12) took "))
                .anyMatch(line -> line.startsWith("bytes lost on client: "))
                .last()
                .asString()
                .matches("To run it again: ./snowloop sim \\S+Short.java --seed \\d+ --faults short-writes=0.7");
        assertThat(sim("Short.java", "--faults", "none").out().strip()).isEqualTo("none of 200 seeds fails");
        assertThat(sim("Short.java", "--seeds", "3", "--faults", "none").exitCode())
                .isZero();
    }

    @Test
    void oneSeedIsShownAlsoIfItIsFine() {
        CommandRun run = sim("Short.java", "--seed", "5", "--faults", "none");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).anyMatch(line -> line.contains("SYN ---")).endsWith("fine");
    }

    @Test
    void jsonLinesAreOfTheFirstSeedIfNoneFails() {
        CommandRun run = sim("Short.java", "--json", "--seeds", "2", "--faults", "none");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).first().asString().contains("\"seed\":1,");
    }

    @Test
    void jsonLinesAreOfTheFirstThatFails() {
        assertThat(sim("Throws.java", "--json").lines())
                .startsWith("{\"snowloop-scene\":2,\"scene\":\"Throws.java\",\"seed\":1,"
                        + "\"hosts\":{\"client\":\"10.0.0.1\"}}")
                .last()
                .asString()
                .contains("\"line\":\"Throws.java:7\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Throws.java, threw ArrayIndexOutOfBoundsException on client, (Throws.java:7)",
        "Waits.java, stuck: client waits for SocketChannel, 200 of 200 seeds fail",
    })
    void aFailureHasItsLine(String file, String message, String more) {
        CommandRun run = sim(file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().replaceAll("\\s+", " ")).contains(message, more);
    }

    @Test
    void anErrorOfTheCompilerHasItsTextAndItsLine() {
        CommandRun run = sim("NoSemicolon.java");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("NoSemicolon.java does not compile, 1 error:", ":5: error: ';' expected");
    }

    /** It printed its stack, and the class was said to have no main method. */
    @Test
    void anErrorInsideOfTheCompilerIsOneLine(@TempDir Path folder) throws IOException {
        String deep = "(".repeat(20_000) + "1" + ")".repeat(20_000);
        Path file = Files.writeString(folder.resolve("Deep.java"), "class Deep { int a = " + deep + "; }");

        CommandRun run = CommandRun.of("sim", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(2)
                .last()
                .asString()
                .contains(
                        "Deep.java: the compiler has used up its stack: an expression or a block is nested too deeply");
    }

    @Test
    void theTerminalGetsNoControlCharacterOfASource(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("Escape.java"), "class Escape {\n\tint a = \"\033[2J\"\n}\n");

        CommandRun run = CommandRun.of("sim", file.toString());

        assertThat(run.err()).contains("    int a = \"\\u001b[2J\"").doesNotContain("\033");
    }

    @Test
    void norDoesItGetOneOfARun(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("Run\033[2J.java"), """
                import io.snowloop.samples.scene.Stage;

                class Run {
                    static void main(Stage stage) {
                        stage.run("client", host -> {
                            stage.say("client", "\\033[1J");
                            throw new Exception("\\033]0;x");
                        });
                    }
                }
                """);

        CommandRun run = CommandRun.of("sim", file.toString(), "--seeds", "2");

        assertThat(run.out()).contains("\\u001b[1J", "\\u001b]0;x", "Run\\u001b[2J.java --seed 1");
        assertThat(run.out() + run.err()).doesNotContain("\033");
    }

    @Test
    void aFileThatIsNoneOrNoProgramIsOneLine() {
        assertThat(oneLine(sim("Nothing.java"))).contains("there is no file ");
        assertThat(oneLine(sim("NoMain.java")))
                .contains("NoMain.java has no method \"static void main(Stage stage)\": see docs/scenes.md");
        assertThat(oneLine(sim("NotStatic.java")))
                .contains("NotStatic.java has no method \"static void main(Stage stage)\"");
        assertThat(oneLine(CommandRun.of(
                        "sim", ProjectFolder.ROOT.resolve("README.md").toString())))
                .contains("README.md is no source file: its name must end in .java");
        assertThat(oneLine(CommandRun.of("sim", FOLDER.toString()))).contains(" is a folder: name one source file");
        assertThat(oneLine(sim("Throws.java", "--faults", "segments=0")))
                .contains("'segments=0': segments must be at least 1, not 0");
        assertThat(oneLine(sim("Throws.java", "--seed", "2", "--seeds", "3"))).contains("so leave --seeds out");
        assertThat(oneLine(sim("Throws.java", "--faults", "rain"))).contains("there is no fault 'rain'");
        assertThat(oneLine(sim("Throws.java", "--faults", "segments=many"))).contains("'segments=many' is not a fault");
    }

    private static String oneLine(CommandRun run) {
        return run.err().replaceAll("\\s+", " ");
    }

    @Test
    void aSceneWithoutAProgramIsNoRun() {
        CommandRun run = sim("Empty.java");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(oneLine(run)).contains("Empty.java has run nothing: its main method has to start a program");
    }

    @Test
    void aTimeHasAUnit() {
        for (String list : new String[] {"latency=20", "jitter=1.5", "stalls=0.1:200", "clock-jumps=0.1:1"}) {
            CommandRun run = sim("Throws.java", "--faults", list);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(oneLine(run)).contains("'" + list + "': a time has a unit, such as 20ms or 1.5s");
        }
    }

    @Test
    void aJreHasNoCompiler() {
        assertThatThrownBy(() -> SourceFile.compile(FOLDER.resolve("Throws.java"), null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no compiler")
                .hasMessageContaining("install a JDK");
    }
}
