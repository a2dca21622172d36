// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.jar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The option {@code --check}, as the JVM of a seed takes it: a source file is compiled, with the classes of the program's jar. */
final class CheckOption {
    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

    private CheckOption() {}

    /** A URL, or a class and its arguments; empty if there is no check. */
    static String read(@Nullable String check, ProgramJar jar, Path folder) throws IOException {
        if (check == null) {
            return "";
        }
        if (Check.isUrl(check)) {
            return checkHost(check);
        }
        String words = check.strip();
        String first = words.split("\\s+")[0];
        return first.endsWith(".java") ? compile(Path.of(first), jar, folder) + words.substring(first.length()) : words;
    }

    private static String checkHost(String url) throws IOException {
        try {
            String host = new URI(url).getHost();
            if (!HOSTS.contains(String.valueOf(host))) {
                throw new IOException(
                        "--check " + url
                                + ": the program is on the host 127.0.0.1, so a URL begins with http://127.0.0.1 or http://localhost");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new IOException("--check: '" + url + "' is not a URL: " + e.getReason(), e);
        }
    }

    /** Returns the name of the class that has the name of the file. */
    private static String compile(Path file, ProgramJar jar, Path folder) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IOException("this Java has no compiler, it is a JRE: install a JDK, or set JAVA_HOME to one");
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int failed = compiler.run(
                null,
                errors,
                errors,
                "-g",
                "-d",
                folder.toString(),
                "-cp",
                jar.file().toString(),
                file.toString());
        if (failed != 0) {
            throw new RefusedException(
                    file + " does not compile:",
                    errors.toString(StandardCharsets.UTF_8).lines().toList());
        }
        String name = file.getFileName().toString().replace(".java", ".class");
        try (Stream<Path> classes = Files.walk(folder)) {
            return classes.filter(each -> each.endsWith(name))
                    .map(each -> folder.relativize(each).toString())
                    .map(each -> each.substring(0, each.length() - ".class".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .findFirst()
                    .orElseThrow(() -> new IOException(file + " has no class with the name of the file"));
        }
    }
}
