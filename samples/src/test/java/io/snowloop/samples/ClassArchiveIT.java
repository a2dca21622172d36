// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, and the archive of classes that the build makes for the JVM that it runs in. */
class ClassArchiveIT {
    private static final Path HOME = ProjectFolder.ROOT;

    @TempDir
    private Path folder;

    @BeforeAll
    static void aShell() {
        Peer.require("sh");
    }

    @Test
    void theLauncherTakesTheClassesFromTheArchive() throws Exception {
        Path log = folder.resolve("classes");

        Launched launched = launch(HOME, Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log));

        assertThat(launched.out).startsWith("snowloop ");
        assertThat(Files.readAllLines(log)).anyMatch(ClassArchiveIT::isOursAndShared);
    }

    @Test
    void anArchiveThatDoesNotFitIsPassedOverInSilence() throws Exception {
        Path log = folder.resolve("classes");
        copyOfWhatTheLauncherNeeds();

        Launched quiet = launch(folder, Map.of());
        launch(folder, Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log));

        assertThat(quiet.out).matches("snowloop \\S+\\s");
        assertThat(quiet.err).isEmpty();
        assertThat(Files.readAllLines(log)).noneMatch(ClassArchiveIT::isOursAndShared);
    }

    private static boolean isOursAndShared(String line) {
        return line.contains(" io.snowloop.samples.Snowloop ") && line.contains("source: shared objects file");
    }

    /** A checkout that is older than the jar in it; and as the jar is another file than the archive knows, that doesn't fit. */
    private void copyOfWhatTheLauncherNeeds() throws IOException {
        Path target = Files.createDirectories(folder.resolve("samples/target"));
        Path sources = Files.createDirectories(folder.resolve("samples/src/main"));
        Path settings = Files.createDirectories(folder.resolve(".mvn"));
        Files.copy(HOME.resolve("snowloop"), folder.resolve("snowloop"), StandardCopyOption.COPY_ATTRIBUTES);
        Path pom = Files.createFile(folder.resolve("pom.xml"));
        Path modulesPom = Files.createFile(folder.resolve("samples/pom.xml"));
        for (Path old : List.of(sources, settings, pom, modulesPom)) {
            Files.setLastModifiedTime(old, FileTime.fromMillis(0));
        }
        try (Stream<Path> built = Files.list(HOME.resolve("samples/target"))) {
            for (Path file : built.filter(ClassArchiveIT::isJarOrArchive).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    private static boolean isJarOrArchive(Path file) {
        return file.getFileName().toString().matches("snowloop\\.jar|snowloop-.*\\.(aot|jsa)");
    }

    private Launched launch(Path home, Map<String, String> environment) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder launcher = new ProcessBuilder(home.resolve("snowloop").toString(), "--version")
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        launcher.environment().put("JAVA_HOME", System.getProperty("java.home"));
        launcher.environment().putAll(environment);
        assertThat(launcher.start().waitFor()).isZero();
        return new Launched(read(out), read(err));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private record Launched(String out, String err) {}
}
