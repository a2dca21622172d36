// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.loop.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The program that the tests run: this class, in a JVM of its own. Its first argument says what it does. */
final class Program {
    private Program() {}

    static Command command(String... arguments) {
        return Command.of(words(arguments));
    }

    /** In a process that ignores this signal, as below {@code nohup}. */
    static Command commandThatIgnores(String signal, String... arguments) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", "trap '' " + signal + "; exec \"$@\"", "sh"));
        words.addAll(words(arguments));
        return Command.of(words);
    }

    private static List<String> words(String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
        words.addAll(List.of(arguments));
        return words;
    }

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "tell" -> {
                System.out.println(System.getenv(arguments[1]));
                System.out.println(Path.of("").toRealPath());
            }
            case "both" -> {
                System.out.println("out");
                System.err.println("err");
                System.exit(3);
            }
            case "flood" -> {
                byte[] bytes = "0123456789abcdef".repeat(4096).getBytes(UTF_8);
                for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                    System.out.write(bytes);
                    System.err.write(bytes);
                }
            }
            case "copy" -> System.in.transferTo(System.out);
            case "one" -> System.exit(System.in.read());
            case "wait" -> waitFor(() -> {});
            case "stubborn" -> waitFor(() -> Runtime.getRuntime().addShutdownHook(new Thread(Program::hang)));
            case "parent" -> parent(arguments[1]);
            case "signals" -> signals(arguments[1]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void waitFor(Runnable preparation) {
        preparation.run();
        System.out.println("ready");
        hang();
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has a child of its own, which holds its pipes, and does what the argument says. */
    private static void parent(String argument) throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        argument)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        InputStream ready = child.getInputStream();
        ready.read();
        System.out.println(child.pid());
        hang();
    }

    /** Tells of each signal that it gets. */
    private static void signals(String signal) throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            int[] count = {0};
            Signals.on(loop, signal, () -> System.out.println(signal + " " + ++count[0]));
            System.out.println("ready");
            loop.run();
        }
    }
}
