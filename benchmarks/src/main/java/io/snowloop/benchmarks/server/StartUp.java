// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.report.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The time from the start of the process to the first response, without and with a class archive: the ahead-of-time
 * cache of JDK 25 (JEP 514). A training run makes it, as the build does for {@code ./snowloop}. The class path has only
 * the jars that the peer needs.
 */
public final class StartUp implements Trial {
    @Override
    public List<Figure> run(Rig rig, List<ServerEntry> entries) throws IOException, InterruptedException {
        List<Starter> starters = new ArrayList<>();
        for (ServerEntry entry : entries) {
            if (entry.onJvm()) {
                Jvm lean = rig.jvm().withClassPath(neededJars(rig, entry));
                starters.add(new Starter(entry, lean, archive(rig, entry, lean), new ArrayList<>(), new ArrayList<>()));
            }
        }
        for (int i = 0; i < rig.pace().rounds(); i++) {
            for (Starter starter : starters) {
                starter.start(rig);
            }
        }
        return starters.stream().flatMap(Starter::figures).toList();
    }

    /** A peer with its times in milliseconds. */
    private record Starter(ServerEntry entry, Jvm jvm, Path archive, List<Double> without, List<Double> with) {
        void start(Rig rig) throws IOException, InterruptedException {
            without.add(millis(rig, entry, jvm, List.of()));
            with.add(millis(rig, entry, jvm, List.of("-XX:AOTCache=" + archive)));
        }

        Stream<Figure> figures() {
            return Stream.of(
                    new Figure("start", "without archive", "ms", entry.name(), entry.title(), without),
                    new Figure("start", "with archive", "ms", entry.name(), entry.title(), with));
        }
    }

    private static double millis(Rig rig, ServerEntry entry, Jvm jvm, List<String> options)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (RunningServer server = rig.start(entry, Cpus.MEASURED, jvm, options)) {
            AnswerCheck.check(server.port(), Work.PLAINTEXT);
            return (System.nanoTime() - start) / 1e6;
        }
    }

    /**
     * The jars of our class path from which classes or native code are loaded until the first response, in their order.
     */
    private static String neededJars(Rig rig, ServerEntry entry) throws IOException, InterruptedException {
        Path log = rig.cServer().resolveSibling(entry.name() + ".classes");
        try (RunningServer server = rig.start(entry, "-Xlog:class+load:file=" + log)) {
            AnswerCheck.check(server.port(), Work.PLAINTEXT);
            server.end();
        }
        String loaded = Files.readString(log);
        return Arrays.stream(rig.jvm().classPath().split(":"))
                .filter(jar -> loaded.contains("file:" + jar)
                        || (entry.peer() == NettyEpollPeer.class && jar.contains("native-epoll")))
                .collect(Collectors.joining(":"));
    }

    private static Path archive(Rig rig, ServerEntry entry, Jvm jvm) throws IOException, InterruptedException {
        Path archive = rig.cServer().resolveSibling(entry.name() + ".aot");
        Files.deleteIfExists(archive);
        try (RunningServer server = rig.start(entry, Cpus.MEASURED, jvm, List.of("-XX:AOTCacheOutput=" + archive))) {
            AnswerCheck.check(server.port(), Work.PLAINTEXT);
            server.end();
        }
        if (!Files.exists(archive)) {
            throw new IOException("the JVM of " + entry.title() + " has written no archive");
        }
        return archive;
    }
}
