// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The loads of what a server pushes.
 *
 * <p>A WebSocket for {@code /echo} gets each of its messages back. A message of a WebSocket for {@code /chat} goes to all
 * that are open there. The text that is posted to {@code /publish} is an event for all that read {@code /events}.
 */
public enum PushWork implements Load {
    /** Short messages, one under way on each connection. */
    ECHO_64("ws-echo", 64, 64),
    /** Longer ones. */
    ECHO_4096("ws-echo", 4_096, 64),
    /** A message that all get. */
    CHAT("ws-broadcast", 1_024, 5_000),
    /** An event that all get. */
    EVENTS("sse-broadcast", 1_024, 5_000);

    private final String kind;
    private final int size;
    private final int connections;

    PushWork(String kind, int size, int connections) {
        this.kind = kind;
        this.size = size;
        this.connections = connections;
    }

    /** The work with this title. */
    public static PushWork of(String name) {
        return Arrays.stream(values())
                .filter(work -> work.title().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no work '" + name + "'; there are "
                        + Arrays.stream(values()).map(PushWork::title).collect(Collectors.joining(", "))));
    }

    /** Its name with the size of a message, or with the number of those who get it. */
    @Override
    public String title() {
        return kind + "-" + (kind.equals("ws-echo") ? size : connections);
    }

    @Override
    public Path program(Path home) throws IOException, InterruptedException {
        return CProgram.compiled(home, "push_load");
    }

    @Override
    public List<String> arguments(int port) {
        return List.of(Integer.toString(port), kind, Integer.toString(size), Integer.toString(connections));
    }
}
