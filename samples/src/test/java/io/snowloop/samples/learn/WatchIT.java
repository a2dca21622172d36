// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.samples.Snowloop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch mode, in a pseudo-terminal: that of the command {@code script}. */
@Tag("once") // it takes a minute
class WatchIT {
    private static final String SCREEN = "\033[3J";

    @TempDir
    private Path folder = Path.of("");

    private Process process = dummy();
    private final StringBuilder shown = new StringBuilder();

    private static Process dummy() {
        try {
            return new ProcessBuilder("true").start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void thereIsScript() throws Exception {
        assumeTrue(
                new ProcessBuilder("sh", "-c", "script --version | grep -q util-linux")
                                .start()
                                .waitFor()
                        == 0,
                "no command script (Debian: bsdutils), which makes a pseudo-terminal");
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private void start(int columns, String environment) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "stty cols " + columns + " rows 24 -echo; " + environment + " " + java + " -cp '"
                + System.getProperty("java.class.path") + "' " + Snowloop.class.getName() + " learn --dir '" + folder
                + "'; echo exit $?";
        // A shell starts a job in the background with SIGINT ignored, and so would all that the job starts.
        process = new ProcessBuilder("env", "--default-signal=INT", "script", "-qefc", command, "/dev/null")
                .redirectErrorStream(true)
                .start();
    }

    /** Reads until the screen of now has this text, and returns that screen: what is below the text may be missing. */
    private String await(String text) throws IOException {
        byte[] bytes = new byte[8192];
        while (!screen().contains(text)) {
            int count = process.getInputStream().read(bytes);
            assertThat(count).as("%s, in: %s", text, shown).isPositive();
            shown.append(new String(bytes, 0, count, StandardCharsets.UTF_8).replace("\r", ""));
        }
        return screen();
    }

    private String screen() {
        return shown.substring(Math.max(0, shown.lastIndexOf(SCREEN)));
    }

    private void type(String keys) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write(keys.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private Exercise exercise(String name) throws IOException {
        return Exercises.with(null).named(name);
    }

    private static List<String> lines(String screen) {
        return screen.replaceAll("\033\\[[0-9]*[A-Za-z]", "").lines().toList();
    }

    @Test
    void anAnswerThatIsSavedIsGraded() throws Exception {
        start(80, "TERM=xterm");
        assertThat(lines(await("Change the file, and save it.")))
                .contains("01-order: In which order?", "The check says: program A: nothing is predicted yet")
                .allMatch(line -> line.length() <= 80);

        Path file = folder.resolve("01_order.java");
        Files.writeString(file, exercise("order").startText().replaceFirst("List.of\\(\\)", "List.of(\"task\")"));
        assertThat(await("wrong, seed 1")).contains("program A: not in this order");
        Files.writeString(file, exercise("order").solution());
        assertThat(await("n is the next exercise")).contains("\033[32m01-order: solved, 220 seeds", "[#", "1 of ");
        assertThat(folder.resolve("progress.txt"))
                .content()
                .startsWith("01-order wrong A: program A: not in this order")
                .endsWith("\n01-order solved\n");

        type("n\n");
        await("02-lines: A read is not a message");
        await("Change the file, and save it.");
        Files.move(folder.resolve("02_lines.java"), folder.resolve("mine.java"));
        assertThat(await("save it again under this name")).contains("02-lines: no file");
        Files.move(folder.resolve("mine.java"), folder.resolve("02_lines.java"));
        await("Change the file, and save it.");

        type("h\n");
        await("Hint 1 of 3: ");
        type("h\n");
        await("Hint 2 of 3: ");
        type("l\n");
        await("[>] 02-lines");
        type("s\n");
        await("s again shows our answer");
        type("s\n");
        await("class Lines {");
        type("x\n");
        await("there is no key x");
        type("q\n");
        await("exit 0");
    }

    @Test
    void aNarrowTerminalWithoutColoursIsEnough() throws Exception {
        Files.writeString(
                folder.resolve("03_echo.java"), exercise("echo").wrong().get("NeverCloses.java"));
        Files.writeString(folder.resolve("progress.txt"), "01-order solved\n02-lines solved");
        start(40, "TERM=dumb");

        String screen = await("03-echo: wrong, seed 1");

        assertThat(screen).doesNotContain("\033[3").contains("OP_READ");
        assertThat(lines(await("q quit"))).allMatch(line -> line.length() <= 40);
    }

    @Test
    void controlCLosesNothing() throws Exception {
        start(80, "TERM=xterm");
        await("Change the file, and save it.");
        Files.writeString(folder.resolve("01_order.java"), exercise("order").solution());
        await("n is the next exercise");

        type("\003");

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("progress.txt")).hasContent("01-order solved");
        assertThat(folder.resolve("01_order.java"))
                .content()
                .isEqualTo(exercise("order").solution());
    }

    @Test
    void aProgressFileThatCannotBeWrittenIsTold() throws Exception {
        start(80, "TERM=xterm");
        await("Change the file, and save it.");
        Files.createDirectory(folder.resolve("progress.txt"));

        Files.writeString(folder.resolve("01_order.java"), exercise("order").solution());

        await("solved, 220 seeds");
        await("progress.txt");
        type("h\n");
        assertThat(await("Hint 1 of 3: ")).contains("progress.txt");
        type("q\n");
        await("exit 0");
    }
}
