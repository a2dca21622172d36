// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which tools warn of what is wrong: javac with {@code -Xlint:all}, and Error Prone with the checks that it has on by default,
 * which needs a JDK from 21 on. A warning of the right program, too, is not of what is wrong. To bring the list up to date:
 *
 * <pre>
 * ./mvnw test -pl samples -am -Dtest=WhoWarnsTest,ZooPagesTest -Ddocs.update=true
 * </pre>
 */
class WhoWarnsTest {
    private static final Path LIST =
            ProjectFolder.ROOT.resolve("samples/src/main/resources/io/snowloop/samples/zoo/who-warns.properties");
    private static final Pattern WARNING = Pattern.compile("(\\w+)[/\\\\](\\w+)\\.java:\\d+: warning: \\[(\\w+)]");
    private static final boolean HAS_ERROR_PRONE = Runtime.version().feature() >= 21;

    /** The parts of the compiler that Error Prone uses, as in .mvn/jvm.config. */
    private static final List<String> OPEN = Stream.concat(
                    Stream.of("api", "file", "main", "model", "parser", "processing", "tree", "util")
                            .map(part -> "-J--add-exports=jdk.compiler/com.sun.tools.javac." + part + "=ALL-UNNAMED"),
                    Stream.of("code", "comp")
                            .map(part -> "-J--add-opens=jdk.compiler/com.sun.tools.javac." + part + "=ALL-UNNAMED"))
            .toList();

    @TempDir
    private Path output;

    @Test
    void theListSaysWhichToolsWarn() throws Exception {
        List<Path> sources = new ArrayList<>();
        for (Animal<?> animal : Zoo.ALL) {
            sources.add(ProjectFolder.ROOT.resolve(Sources.path(animal, "Wrong")));
            sources.add(ProjectFolder.ROOT.resolve(Sources.path(animal, "Right")));
        }
        Set<String> warnings = warnings(sources);
        List<String> lines = new ArrayList<>();
        lines.add("# Measured, and written, by WhoWarnsTest");
        for (Animal<?> animal : Zoo.ALL) {
            lines.add(animal.card().name() + " = " + tools(animal, warnings));
        }

        if (HAS_ERROR_PRONE && Boolean.getBoolean("docs.update")) {
            Files.write(LIST, lines);
        }
        List<String> list = Files.readAllLines(LIST);
        assertThat(
                        HAS_ERROR_PRONE
                                ? list
                                : list.stream()
                                        .map(WhoWarnsTest::withoutErrorProne)
                                        .toList())
                .as("run with a JDK from 21 on: ./mvnw test -pl samples -am -Dtest=WhoWarnsTest -Ddocs.update=true")
                .isEqualTo(lines);
    }

    private static String tools(Animal<?> animal, Set<String> warnings) {
        String packageName = animal.getClass().getPackageName();
        String folder = packageName.substring(packageName.lastIndexOf('.') + 1);
        String tools = warnings.stream()
                .filter(warning -> warning.startsWith(folder + " Wrong "))
                .map(warning -> warning.split(" ", 3)[2])
                .filter(warning -> !warnings.contains(folder + " Right " + warning))
                .collect(Collectors.joining(", "));
        return tools.isEmpty() ? Zoo.NO_TOOL : tools;
    }

    private static String withoutErrorProne(String line) {
        String rest = line.replaceAll("(, )?Error Prone \\[\\w+]", "");
        return rest.endsWith("= ") ? rest + Zoo.NO_TOOL : rest;
    }

    /** Each as {@code shortwrite Wrong javac [rawtypes]}. */
    private Set<String> warnings(List<Path> sources) throws Exception {
        Set<String> warnings = new TreeSet<>(compile("javac", List.of("-Xlint:all", "-proc:none"), sources));
        if (HAS_ERROR_PRONE) {
            List<String> options = new ArrayList<>(OPEN);
            options.addAll(List.of(
                    "-XDcompilePolicy=simple",
                    "-XDaddTypeAnnotationsToSymbol=true",
                    "--should-stop=ifError=FLOW",
                    "-processorpath",
                    System.getProperty("java.class.path"),
                    "-Xplugin:ErrorProne -XepAllErrorsAsWarnings"));
            warnings.addAll(compile("Error Prone", options, sources));
        }
        return warnings;
    }

    private Set<String> compile(String tool, List<String> options, List<Path> sources)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-implicit:none", "-Xmaxwarns", "1000"));
        command.addAll(List.of("-d", output.toString()));
        sources.forEach(source -> command.add(source.toString()));
        Process javac = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(javac.waitFor()).as(said).isZero();
        return WARNING.matcher(said)
                .results()
                .map(found -> found.group(1) + " " + found.group(2) + " " + tool + " [" + found.group(3) + "]")
                .collect(Collectors.toSet());
    }

    /** A list in which no tool warns may also come from tools that were not asked. */
    @Test
    void warningsOfBothAreSeen() throws Exception {
        Path source = output.resolve("snail/Wrong.java");
        Files.createDirectory(source.getParent());
        Files.writeString(source, """
                package snail;
                class Wrong {
                    void run() {
                        java.util.List list = java.util.List.of();
                        new IllegalStateException();
                    }
                }
                """);

        assertThat(warnings(List.of(source)))
                .contains("snail Wrong javac [rawtypes]")
                .matches(all -> all.contains("snail Wrong Error Prone [DeadException]") == HAS_ERROR_PRONE);
    }
}
