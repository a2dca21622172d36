// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.measure;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;

/** The machine that a measurement runs on. */
public final class Host {
    private static final long LOOK_NANOS = 200_000_000;

    private Host() {}

    /** The model of its processors. */
    public static String cpuModel() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        return !Files.isReadable(info)
                ? System.getProperty("os.arch")
                : Files.readAllLines(info).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown");
    }

    /** The processors and the JVM, in a line. */
    public static String description() throws IOException {
        return String.format(
                Locale.ROOT,
                "%d x %s, JDK %s",
                Runtime.getRuntime().availableProcessors(),
                cpuModel(),
                Runtime.version().feature());
    }

    /** How many files a process may have open, connections included; no limit where the system does not tell. */
    public static long maxOpenFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /** The part of the processors that other programs leave to this one, from 0 to 1. It looks for 200 ms, with a thread on each. */
    public static double freeShare() {
        return IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .parallel()
                .mapToDouble(processor -> ownShare())
                .average()
                .orElse(1);
    }

    private static double ownShare() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        while (System.nanoTime() - begun < LOOK_NANOS) {
            Thread.onSpinWait();
        }
        return Math.min(1, (double) (threads.getCurrentThreadCpuTime() - cpu) / (System.nanoTime() - begun));
    }
}
