// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ProjectFolder;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jdt.internal.compiler.batch.Main;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Eclipse and VS Code compile with a compiler of their own (ecj), which infers some types in another way than javac. What it
 * refuses could not be opened there.
 */
@Tag("once")
class EclipseCompilerTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @ParameterizedTest
    @ValueSource(strings = {"nio-core", "async-client", "async-server"})
    void compilesTheLibrariesAsModules(String module) throws Exception {
        String libraries = LibraryModules.resolve().places().stream()
                .filter(place -> !place.startsWith(ProjectFolder.ROOT.resolve(module)))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        String annotations = Stream.of(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> entry.contains("jspecify"))
                .collect(Collectors.joining(File.pathSeparator));

        // With a class path, because without one the compiler takes this test's, where all libraries are once more.
        String modulePath = libraries + File.pathSeparator + annotations;
        assertThat(errors(module, "main", "-p", modulePath, "-cp", annotations)).isEmpty();
    }

    @Test
    void compilesTheSamples() {
        assertThat(errors("samples", "main", "-cp", CLASS_PATH)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio-core", "async-client", "async-server", "samples"})
    void compilesTheTests(String module) {
        // The tests see what is private to the package in their own module only, so its classes come first.
        String ownClasses = ProjectFolder.ROOT.resolve(module).resolve("target/classes") + File.pathSeparator;

        assertThat(errors(module, "test", "-cp", ownClasses + CLASS_PATH)).isEmpty();
    }

    private static String errors(String module, String kind, String... paths) {
        Path sources =
                ProjectFolder.ROOT.resolve(module).resolve("src").resolve(kind).resolve("java");
        StringWriter errors = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none", "-nowarn", "-d", "none"));
        arguments.addAll(List.of(paths));
        arguments.add(sources.toString());
        PrintWriter out = new PrintWriter(errors);
        boolean compiled = new Main(out, out, false, null, null).compile(arguments.toArray(String[]::new));
        return compiled ? "" : errors + "of ecj " + String.join(" ", arguments);
    }
}
