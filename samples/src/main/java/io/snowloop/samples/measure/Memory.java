// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The physical memory of a process, in KiB.
 *
 * @param resident the current value
 * @param peak the maximum since its start
 */
public record Memory(long resident, long peak) {
    /** The memory now. */
    public static Memory of(long pid) throws IOException {
        return parse(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
    }

    static Memory parse(String status) {
        return new Memory(field(status, "VmRSS:"), field(status, "VmHWM:"));
    }

    private static long field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(
                        line.substring(name.length()).replace("kB", "").strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + name + " in " + status));
    }
}
