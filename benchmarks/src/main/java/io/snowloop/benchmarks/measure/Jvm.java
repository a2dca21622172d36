// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JVM of the peers. Each has its own process; all have the same flags.
 *
 * @param home the folder of the JDK
 * @param classPath jars and folders, separated by colons
 */
public record Jvm(Path home, String classPath) {
    /**
     * The flags. With one CPU the JVM would choose the serial collector anyway; the heap is large enough for every
     * entry.
     */
    public static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xms512m",
            "-Xmx1g",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            // Netty and the projects that use it need these on newer JDKs; all entries get them
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-Dio.netty.tryReflectionSetAccessible=true");

    /** The JVM in this folder, which must be a JDK 25 or later: JDK 21 does not have all of these options. */
    public Jvm {
        if (!Files.isExecutable(home.resolve("bin/java"))) {
            throw new IllegalArgumentException("there is no bin/java in " + home);
        }
    }

    /** With the class path of this process. */
    public Jvm(Path home) {
        this(home, System.getProperty("java.class.path"));
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
        return new Jvm(home, jar + ":" + target.resolve("lib") + "/*");
    }

    /** The command that runs a main class. */
    public List<String> command(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/java").toString());
        command.addAll(FLAGS);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Its version, such as {@code 25.0.1+8-LTS}. */
    public String version() throws IOException {
        return Files.readAllLines(home.resolve("release")).stream()
                .filter(line -> line.startsWith("JAVA_RUNTIME_VERSION="))
                .map(line -> line.replaceAll(".*=\"(.*)\"", "$1"))
                .findFirst()
                .orElse("of an unknown version");
    }
}
