// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.samples.CommandRun;
import io.snowloop.samples.scene.OutcomeLines;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.zoo.Zoo;
import io.snowloop.trace.JsonLines;
import io.snowloop.trace.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LensCommandTest {
    @TempDir
    private Path folder;

    private static List<Recording> sleepInLoop() {
        var scene = Zoo.named("sleep-in-loop").orElseThrow().fieldOfWrong();
        return List.copyOf(Scenes.traced(scene, 1L).traces().values());
    }

    @Test
    void aFileOfASceneHasTheTracesOfItsLoops() throws Exception {
        var scene = Zoo.named("sleep-in-loop").orElseThrow().fieldOfWrong();
        Path file = folder.resolve("run.jsonl");
        Files.write(file, OutcomeLines.of("sleep-in-loop", Scenes.traced(scene, 1L)));
        assertThat(TraceFile.read(file)).isEqualTo(sleepInLoop()).isNotEmpty();
    }

    @Test
    void aFileOfALoopIsOneTrace() throws Exception {
        Recording recording = sleepInLoop().get(0);
        Path file = Files.writeString(folder.resolve("trace.jsonl"), JsonLines.text(recording));
        assertThat(TraceFile.read(file)).containsExactly(recording);
    }

    /** /dev/zero was read into the memory until that was full. */
    @Test
    void aFileHasABound() throws Exception {
        Recording recording = sleepInLoop().get(0);
        Path file = Files.writeString(folder.resolve("trace.jsonl"), JsonLines.text(recording));
        int size = (int) Files.size(file);
        assertThat(TraceFile.read(file, size)).containsExactly(recording);
        assertThatThrownBy(() -> TraceFile.read(file, size - 1))
                .isInstanceOf(IOException.class)
                .hasMessage("a trace has " + (size - 1) + " bytes at most: record a shorter time");
    }

    /** As long as a file may have it: a regular expression with a choice in a repetition takes a frame for each character. */
    @Test
    void theNameOfALoopMayBeLong() throws Exception {
        String line =
                "{\"trace\":\"" + "a\\\"".repeat(20_000) + "\",\"snowloop-trace\":2,\"loop\":\"l\",\"origin\":0}\n";
        Path file = Files.writeString(folder.resolve("long.jsonl"), "{\"snowloop-scene\":2}\n" + line);
        assertThat(TraceFile.read(file)).hasSize(1);
    }

    @Test
    void argumentsThatCannotBeShown() throws Exception {
        assertRefused("give a FILE or --scene NAME, and not both", "file", "--scene", "why-late");
        assertRefused("--seed, --desk and --what-if are for --scene NAME", "file", "--seed", "1");
        assertRefused("--seed, --desk and --what-if are for --scene NAME", "--what-if", "drop=1");
        assertRefused("--desk is for an animal of the zoo", "--scene", "why-late", "--desk");
        assertRefused("'drop' is not an intervention such as drop=5", "--scene", "why-late", "--what-if", "drop");
        assertRefused(
                "there is no host nord: it is client, server", "--scene", "why-late", "--what-if", "hold=nord:1s:1s");
        assertRefused(
                "there is no scene \"short\": it is why-late, simulated-outage, a name that snowloop zoo lists, or",
                "--scene",
                "short");
        assertRefused("there is no such file", folder.resolve("none.jsonl").toString());
        Path text = Files.writeString(folder.resolve("text"), "no trace\n");
        assertRefused("text: line 1: expected '{' at column 1", text.toString());
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertRefused("this is not a text in UTF-8", binary.toString());
        Path bare = Files.writeString(folder.resolve("bare"), "{\"snowloop-scene\":2}\n{\"end\":0}\n");
        assertRefused("has no trace: no loop of the library ran in it", bare.toString());
        Path empty = Files.createFile(folder.resolve("empty"));
        assertRefused("line 1: expected '{' at column 1", empty.toString());
        assertRefused("Is a directory", folder.toString());
    }

    @Test
    void theZooHasItToo() {
        CommandRun run = CommandRun.of("zoo", "short-write", "--lens", "--desk", "--what-if", "hold=nord:1s:1s");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().replaceAll("\\s+", " ")).contains("'hold=nord:1000ms:1000ms': there is no host nord");
        assertThat(CommandRun.of("zoo", "sleep-in-loop", "--lens", "--json")
                        .err()
                        .replaceAll("\\s+", " "))
                .contains("leave --right and --json out");
    }

    @Test
    void theMainJobHasItToo() {
        CommandRun run = CommandRun.of("--lens", "--json");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().replaceAll("\\s+", " ")).contains("of the other options it takes --port only");
    }

    private static void assertRefused(String message, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "lens";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CommandRun run = CommandRun.of(all);
        assertThat(run.exitCode()).as(message).isEqualTo(2);
        assertThat(run.err().replaceAll("\\s+", " ")).contains(message);
    }
}
