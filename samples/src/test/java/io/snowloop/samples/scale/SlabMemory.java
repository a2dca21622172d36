// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of the kernel by their kind, of which sockets are some ({@code /proc/slabinfo}; only root reads it).
 *
 * @param kinds by their names
 */
record SlabMemory(Map<String, Kind> kinds) {
    private static final Path FILE = Path.of("/proc/slabinfo");

    /** How many objects of a kind are in use, and the bytes of one. */
    record Kind(long count, long size) {}

    static boolean isReadable() {
        return Files.isReadable(FILE);
    }

    static SlabMemory now() throws IOException {
        return of(Files.readAllLines(FILE));
    }

    /** The first two lines are a version and the names of the columns. */
    static SlabMemory of(List<String> lines) {
        Map<String, Kind> kinds = new HashMap<>();
        for (String line : lines.subList(2, lines.size())) {
            String[] columns = line.trim().split("\\s+", 5);
            kinds.put(columns[0], new Kind(Long.parseLong(columns[1]), Long.parseLong(columns[3])));
        }
        return new SlabMemory(kinds);
    }

    /**
     * The bytes for each of a number of sockets that were opened since. Only of kinds of which there are as many more objects as sockets, nearly:
     * all others are those of other programs.
     */
    double bytesOfEach(int sockets, SlabMemory before) {
        double bytes = 0;
        for (Map.Entry<String, Kind> each : kinds.entrySet()) {
            Kind now = each.getValue();
            long more = now.count - before.kinds.getOrDefault(each.getKey(), new Kind(0, 0)).count;
            if (more >= 0.9 * sockets) {
                bytes += (double) more * now.size / sockets;
            }
        }
        return bytes;
    }
}
