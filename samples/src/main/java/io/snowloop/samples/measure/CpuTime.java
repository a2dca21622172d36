// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.measure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The CPU time, user and system, of each thread of a process since its start, in nanoseconds, as the scheduler counts
 * it ({@code /proc/PID/task/TID/schedstat}). {@code /proc/PID/stat} has only ticks. Threads that have ended are not
 * included.
 */
public record CpuTime(Map<String, Long> nanosByThread) {
    /** The CPU time now. */
    public static CpuTime of(long pid) throws IOException {
        return of(Path.of("/proc", Long.toString(pid)));
    }

    static CpuTime of(Path process) throws IOException {
        Map<String, Long> nanos = new HashMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path thread : threads) {
                try {
                    String onCpu = Files.readString(thread.resolve("schedstat")).split(" ")[0];
                    nanos.put(thread.getFileName().toString(), Long.parseLong(onCpu));
                } catch (NoSuchFileException e) {
                    // the thread has just ended
                }
            }
        }
        return new CpuTime(nanos);
    }

    /** The CPU time since {@code before}, in nanoseconds. */
    public long since(CpuTime before) {
        return eachSince(before).sum();
    }

    /** The CPU time since {@code before} of the thread that used most: of a server under load, its loop's. */
    public long ofBusiestSince(CpuTime before) {
        return eachSince(before).max().orElse(0);
    }

    private LongStream eachSince(CpuTime before) {
        return nanosByThread.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.nanosByThread.getOrDefault(thread.getKey(), 0L));
    }
}
