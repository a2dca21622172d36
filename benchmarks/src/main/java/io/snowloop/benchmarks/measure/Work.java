package io.snowloop.benchmarks.measure;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What servers are asked to do. */
public enum Work {
    /** A short text, kept in memory. */
    PLAINTEXT("GET", "/plaintext", 0, 64, 1),
    /** The same, 16 requests sent at once. */
    PIPELINED("GET", "/plaintext", 0, 64, 16),
    /** A short text, made for each request. */
    JSON("GET", "/json", 0, 256, 1),
    /** 4 KiB there and back. */
    ECHO("POST", "/echo", 4_096, 64, 1),
    /** 64 KiB that are kept in memory. */
    BYTES("GET", "/bytes/65536", 0, 64, 1),
    /** A file of 1 MiB, which the kernel has in its cache. */
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

    /** The one of this name, in small letters. */
    public static Work of(String name) {
        return Arrays.stream(values())
                .filter(work -> work.title().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no work '" + name + "', but "
                        + Arrays.stream(values()).map(Work::title).collect(Collectors.joining(", "))));
    }

    /** Its name in small letters. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** GET or POST. */
    public String method() {
        return method;
    }

    /** The path it asks for. */
    public String path() {
        return path;
    }

    /** The bytes that it sends. */
    public int bodySize() {
        return bodySize;
    }

    /** How many bytes of body each answer to the work of this name has, where they are many; else 0. */
    public static int answerSize(String name) {
        return name.equals(BYTES.title()) ? 65_536 : name.equals(FILE.title()) ? 1_048_576 : 0;
    }

    /** How many connections ask at once, all kept alive. */
    public int connections() {
        return connections;
    }

    /** How many requests are sent at once on each. */
    public int depth() {
        return depth;
    }
}
