// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.samples.CommandRun;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenes of a teacher's folder: that of the example, and broken ones. */
class ExtraScenesTest {
    private static final Path TEACHER = ProjectFolder.ROOT.resolve("samples/teacher");

    @TempDir
    private Path folder = Path.of("");

    private static CommandRun sim(Path extra, String... more) {
        String[] args = new String[more.length + 3];
        System.arraycopy(new String[] {"sim", "--extra", extra.toString()}, 0, args, 0, 3);
        System.arraycopy(more, 0, args, 3, more.length);
        return CommandRun.of(args);
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name));
        Files.writeString(folder.resolve(name).resolve("Scene.java"), text);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    @Test
    void theSceneOfTheExampleWorksAtTheDeskAndFailsInTheField() {
        CommandRun desk = sim(TEACHER, "lost-count", "--faults", "none");
        CommandRun field = sim(TEACHER, "lost-count");

        assertThat(desk.out()).startsWith("none of 200 seeds fails");
        assertThat(desk.exitCode()).isZero();
        assertThat(field.exitCode()).isEqualTo(1);
        assertThat(field.out()).containsPattern("^\\d+ of 200 seeds fail").contains("Scene.java:");
    }

    @Test
    void aSeedIsTheSameRunInTheLensAsInSim() throws IOException {
        Scene scene = ExtraScenes.named(TEACHER, "lost-count");
        long first = ExtraScenes.seed(scene, null);

        assertThat(sim(TEACHER, "lost-count").out()).contains("--seed " + first + "\n");
        assertThat(Scenes.run(scene, first).failure()).isNotNull();
        assertThat(ExtraScenes.seed(scene, 7L)).isEqualTo(7);
    }

    @Test
    void aNameThatIsNotThereIsToldWithThoseThatAre() throws IOException {
        write("one", "class A {}");
        write("two", "class B {}");

        CommandRun run = sim(folder, "tow");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(oneLine(run.err()))
                .contains("there is no scene \"tow\" in " + folder + " (did you mean two")
                .contains("there are one, two");
        assertThat(oneLine(sim(folder).err())).contains("name one scene of " + folder + ": one, two");
        assertThat(oneLine(CommandRun.of("lens", "--scene", "tow", "--extra", folder.toString())
                        .err()))
                .contains("there is no scene \"tow\" in " + folder);
        assertThat(oneLine(CommandRun.of("lens", "--extra", folder.toString()).err()))
                .contains("--extra, --seed, --desk and --what-if are for --scene NAME");
    }

    @Test
    void aFolderWithoutScenesIsTold() {
        assertThat(oneLine(sim(folder, "one").err()))
                .contains("there is no scene in " + folder)
                .contains("each is a folder with a file Scene.java");
        assertThat(oneLine(sim(folder.resolve("nowhere"), "one").err()))
                .contains("nowhere is no folder: choose one with scenes with --extra");
    }

    @Test
    void whatDoesNotCompileIsToldWithItsLine() throws IOException {
        write(
                "broken",
                "class A {\n    static void main(io.snowloop.samples.scene.Stage stage) {\n        stage\n    }\n}\n");

        CommandRun sim = sim(folder, "broken");
        CommandRun lens = CommandRun.of("lens", "--scene", "broken", "--extra", folder.toString());

        assertThat(sim.exitCode()).isEqualTo(2);
        assertThat(oneLine(sim.err())).contains("does not compile").contains("Scene.java:3: error: ");
        assertThat(lens.exitCode()).isEqualTo(2);
        assertThat(oneLine(lens.err()))
                .contains("Scene.java does not compile")
                .contains("Scene.java:3: error: ")
                .contains("all of them: snowloop sim broken --extra");
    }

    /** The page of the lens is served by the same JVM, which has the provider of the kernel. */
    @Test
    void theLensRefusesAProgramThatOpensChannelsOfTheKernel() throws IOException {
        write(
                "real",
                "class A { static void main(io.snowloop.samples.scene.Stage stage) {"
                        + " stage.run(\"client\", host -> java.nio.channels.Selector.open().close()); } }");

        CommandRun lens = CommandRun.of("lens", "--scene", "real", "--extra", folder.toString());

        assertThat(lens.exitCode()).isEqualTo(2);
        assertThat(oneLine(lens.err()))
                .contains("Scene.java calls Selector.open, and the page of the lens needs the real network")
                .contains("snowloop sim real --extra");
    }

    @Test
    void aSceneThatIsNoneIsTold() throws IOException {
        write("empty", "class A {}");
        write("idle", "class A { static void main(io.snowloop.samples.scene.Stage stage) {} }");
        Scene idle = ExtraScenes.named(folder, "idle");

        assertThatThrownBy(() -> ExtraScenes.named(folder, "empty"))
                .hasMessageContaining("Scene.java has no method \"static void main(Stage stage)\"");
        assertThatThrownBy(() -> ExtraScenes.seed(idle, null))
                .hasMessageContaining("has run nothing: its main method has to start a program");
        assertThat(oneLine(sim(folder, "idle").err())).contains("has run nothing");
    }
}
