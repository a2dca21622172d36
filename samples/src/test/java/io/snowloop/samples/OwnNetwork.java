// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.client.Fetcher;
import io.snowloop.samples.hello.HelloServer;
import io.snowloop.sim.Leftover;
import io.snowloop.sim.SimProvider;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that has a simulated network of its own. There a sample listens on the port that its page names, whatever other programs listen
 * on, and the JVM asks it. It ends when the sample has printed all.
 */
final class OwnNetwork {
    private static final String HELLO = "beside-hello-server";

    /** Then a text that a test waits for is not printed any more. */
    private static final long HANGS = TimeUnit.MINUTES.toNanos(2);

    private OwnNetwork() {}

    /**
     * What a sample prints that stays up, with its log, while it answers these URLs. It may print a line after its client has got the
     * answer, so the end of it all is a text: the last line has it.
     */
    static List<String> server(List<String> urls, String last, String... command)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(last));
        line.addAll(List.of(command));
        return printed(String.join(",", urls), true, line.toArray(String[]::new));
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

    /** The first argument is what is asked; the others are the command, with the last text of a server before it. */
    public static void main(String[] args) throws Exception {
        System.setOut(new PrintStream(new Watched(System.out), true, UTF_8));
        System.setErr(new PrintStream(new Watched(System.err), true, UTF_8)); // before the log takes it
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
            String[] sampleCommand = Arrays.copyOfRange(command, 1, command.length);
            Thread sample = start(() -> Snowloop.commandLine().execute(sampleCommand));
            ask(asked.split(",", -1), sample);
            awaitPrinted(command[0], sample);
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

    private static void ask(String[] urls, Thread sample) throws Exception {
        if (urls[0].isEmpty()) {
            return;
        }
        awaitPrinted(URI.create(urls[0]).resolve("/").toString(), sample);
        try (Fetcher fetcher = Fetcher.create()) {
            for (String url : urls) {
                fetcher.runUntil(fetcher.fetch(url));
            }
        }
    }

    /** Waits until a whole line has this text. */
    private static void awaitPrinted(String text, Thread sample) {
        long begin = System.nanoTime();
        while (Watched.printed().lines().noneMatch(line -> line.contains(text))
                || !Watched.printed().endsWith("\n")) {
            if (System.nanoTime() - begin > HANGS) {
                throw new IllegalStateException("the sample does not print " + text);
            }
            spin(sample);
        }
    }

    /** Knows what was printed. */
    private static final class Watched extends FilterOutputStream {
        private static final StringBuffer PRINTED = new StringBuffer();

        Watched(OutputStream out) {
            super(out);
        }

        static String printed() {
            return PRINTED.toString();
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            out.flush();
            PRINTED.append(new String(bytes, offset, length, ISO_8859_1)); // after it has left
        }
    }

    private interface Program {
        void run() throws Exception;
    }
}
