// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The works: the kinds of requests to servers. */
public enum Work {
    /** A short text from memory, for three clients in turn, whose heads differ. */
    HEADS_PLAINTEXT("GET", "/plaintext", 0, 64, 1),
    /** A short text, made for each request, for three clients in turn. */
    HEADS_JSON("GET", "/json", 0, 256, 1),
    /** 4 KiB, which the server sends back, for three clients in turn. */
    HEADS_ECHO("POST", "/echo", 4_096, 64, 1),
    /** 64 KiB from memory, for three clients in turn. */
    HEADS_BYTES("GET", "/bytes/65536", 0, 64, 1),
    /** A short text from memory. */
    PLAINTEXT("GET", "/plaintext", 0, 64, 1),
    /** The same, with 16 pipelined requests. */
    PIPELINED("GET", "/plaintext", 0, 64, 16),
    /** A short text, made for each request. */
    JSON("GET", "/json", 0, 256, 1),
    /** 4 KiB, which the server sends back. */
    ECHO("POST", "/echo", 4_096, 64, 1),
    /** 64 KiB from memory. */
    BYTES("GET", "/bytes/65536", 0, 64, 1),
    /** A file of 1 MiB, which is in the kernel's cache. */
    FILE("GET", "/file/1048576", 0, 16, 1);

    private final String method;
    private final String path;
    private final int bodySize;
    private final int connections;
    private final int depth;

    Work(String method, String path, int bodySize, int connections, int depth) {
        this.method = method;
        this.path = path;
        this.bodySize = bodySize;
        this.connections = connections;
        this.depth = depth;
    }

    /** The work with this name, in lower case. */
    public static Work of(String name) {
        return Arrays.stream(values())
                .filter(work -> work.title().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no work '" + name + "'; there are "
                        + Arrays.stream(values()).map(Work::title).collect(Collectors.joining(", "))));
    }

    /** Its name in lower case. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the requests are those of several clients in turn, see {@link ClientHeads}; otherwise they are all equal. */
    public boolean headsAlternate() {
        return title().startsWith("heads-");
    }

    /** The method, GET or POST. */
    public String method() {
        return method;
    }

    /** The path of the requests. */
    public String path() {
        return path;
    }

    /** The length of the body of each request. */
    public int bodySize() {
        return bodySize;
    }

    /** The length of the body of each response, if it is large; otherwise 0. */
    public static int answerSize(String name) {
        return name.endsWith(BYTES.title()) ? 65_536 : name.equals(FILE.title()) ? 1_048_576 : 0;
    }

    /** The number of concurrent keep-alive connections. */
    public int connections() {
        return connections;
    }

    /** The number of pipelined requests on each connection. */
    public int depth() {
        return depth;
    }
}
