// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JVM of the peers. Each has its own process; all have the same flags.
 *
 * @param home the folder of the JDK
 * @param flags the flags of all entries
 * @param classPath jars and folders, separated by colons
 */
public record Jvm(Path home, List<String> flags, String classPath) {
    /** The first JDK that has all of {@link #CURRENT}. */
    private static final int ALL_FLAGS = 24;

    /** The collector and the heap: the heap is large enough for every entry, so that no collector is measured. */
    private static final List<String> FIXED =
            List.of("-XX:+UseSerialGC", "-Xms512m", "-Xmx1g", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData");

    /**
     * With one CPU the JVM would choose the serial collector. So it is told that it has two, as it would have without
     * {@code taskset}; then it chooses G1. Everything else is left to it.
     */
    private static final List<String> DEFAULTS = List.of("-XX:ActiveProcessorCount=2");

    /** Netty and the projects that use it need these; all entries get them. */
    private static final List<String> ACCESS = List.of(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-Dio.netty.tryReflectionSetAccessible=true");

    /** The same, for newer JDKs. */
    private static final List<String> CURRENT =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    /**
     * The JVM in this folder, with the class path of this process and the flags of the page's first tables.
     *
     * @throws IllegalArgumentException if there is no JVM, or it is too old for these flags
     */
    public Jvm(Path home) {
        this(home, with(FIXED, CURRENT), System.getProperty("java.class.path"));
        if (feature() < ALL_FLAGS) {
            throw new IllegalArgumentException("JDK " + feature() + " does not have all of the flags, which are for "
                    + ALL_FLAGS + " or later; --defaults has others");
        }
    }

    /** The JVM in this folder. */
    public Jvm {
        if (!Files.isExecutable(home.resolve("bin/java"))) {
            throw new IllegalArgumentException("there is no bin/java in " + home);
        }
    }

    /** The JVM in this folder, 17 or later, with its own choice of collector and heap. */
    public static Jvm withDefaults(Path home) {
        boolean current = new Jvm(home, List.of(), "").feature() >= ALL_FLAGS;
        return new Jvm(home, with(DEFAULTS, current ? CURRENT : List.of()), System.getProperty("java.class.path"));
    }

    private static List<String> with(List<String> first, List<String> last) {
        return Stream.of(first, last, ACCESS).flatMap(List::stream).toList();
    }

    /** The same JVM with another class path. */
    public Jvm withClassPath(String other) {
        return new Jvm(home, flags, other);
    }

    /**
     * The same JVM with the classes of another checkout of this project.
     *
     * @throws IllegalArgumentException if they are not built
     */
    public Jvm ofCheckout(Path checkout) {
        Path target = checkout.resolve("benchmarks/target");
        Path jar = target.resolve("benchmarks.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(
                    "there is no " + jar + ": build it, by ./snowloop bench --help in that checkout");
        }
        return withClassPath(jar + ":" + target.resolve("lib") + "/*");
    }

    /** The command that runs a main class. */
    public List<String> command(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/java").toString());
        command.addAll(flags);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Its version, such as {@code 25.0.1+8-LTS}. */
    public String version() {
        try {
            return Files.readAllLines(home.resolve("release")).stream()
                    .filter(line -> line.startsWith("JAVA_RUNTIME_VERSION="))
                    .map(line -> line.replaceAll(".*=\"(.*)\"", "$1"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the release file in " + home + " has no version"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first number of its version, such as 25. */
    public int feature() {
        return Integer.parseInt(version().replaceFirst("[^0-9].*", ""));
    }
}
