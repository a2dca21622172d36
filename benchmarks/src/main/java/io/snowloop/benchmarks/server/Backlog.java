package io.snowloop.benchmarks.server;

/** How many connections the kernel may hold until they are accepted: the same for every server, where it can be told. */
final class Backlog {
    static final int LENGTH = 16_384;

    private Backlog() {}
}
