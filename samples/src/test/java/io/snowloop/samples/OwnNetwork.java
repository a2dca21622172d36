// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.client.Fetcher;
import io.snowloop.samples.hello.HelloServer;
import io.snowloop.sim.Leftover;
import io.snowloop.sim.SimProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A JVM that has a simulated network of its own. There a sample listens on the port that its page names, whatever other programs listen
 * on, and the JVM asks it. It ends when the sample has printed all.
 */
final class OwnNetwork {
    private static final String HELLO = "beside-hello-server";

    private OwnNetwork() {}

    /** What a sample prints that stays up, until it has answered these URLs. Its log comes with it. */
    static List<String> server(List<String> urls, String... command) throws IOException, InterruptedException {
        return printed(String.join(",", urls), true, command);
    }

    /** What a sample prints that asks {@link HelloServer}. */
    static List<String> besideHelloServer(String... command) throws IOException, InterruptedException {
        return printed(HELLO, false, command);
    }

    private static List<String> printed(String asked, boolean log, String... command)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.nio.channels.spi.SelectorProvider=" + SimProvider.class.getName(),
                "-D" + SimProvider.PROFILE + "=none",
                "-cp",
                System.getProperty("java.class.path"),
                OwnNetwork.class.getName(),
                asked));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(log)
                .redirectError(log ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return text.stripTrailing().lines().toList();
    }

    /** The first argument is what is asked; the others are the command. */
    public static void main(String[] args) throws Exception {
        LogLines.install(false);
        try {
            run(args[0], Arrays.copyOfRange(args, 1, args.length));
        } finally { // the sample goes on
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }

    private static void run(String asked, String[] command) throws Exception {
        if (asked.equals(HELLO)) {
            awaitListener(start(() -> HelloServer.main(new String[0])));
            Snowloop.commandLine().execute(command);
        } else {
            Thread sample = start(() -> Snowloop.commandLine().execute(command));
            awaitListener(sample);
            ask(asked.split(",", -1), sample);
        }
    }

    private static Thread start(Program program) {
        Thread thread = new Thread(() -> {
            try {
                program.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    private static void awaitListener(Thread sample) {
        while (SimProvider.simulation().leftovers().stream().noneMatch(left -> left.kind() == Leftover.Kind.LISTENER)) {
            spin(sample);
        }
    }

    private static void spin(Thread sample) {
        if (!sample.isAlive()) {
            throw new IllegalStateException("the sample has ended");
        }
        Thread.onSpinWait();
    }

    /** A server that is asked nothing has printed all when its thread does nothing more. */
    private static void ask(String[] urls, Thread sample) throws Exception {
        if (urls[0].isEmpty()) {
            while (Arrays.stream(sample.getStackTrace())
                    .noneMatch(frame -> frame.getMethodName().equals("join"))) {
                spin(sample);
            }
            return;
        }
        try (Fetcher fetcher = Fetcher.create()) {
            for (String url : urls) {
                fetcher.runUntil(fetcher.fetch(url));
            }
        }
    }

    private interface Program {
        void run() throws Exception;
    }
}
