// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

/** What is measured of a rung. Less is better, of all. */
enum Measure {
    /** All requests at once, of a server. */
    SERVE("serve", "all at once", "server", "ms", 1.5, 20),
    /** The threads that the server has then, and not before. */
    THREADS("threads", "threads that this adds", "threads", "", 3, 50),
    /** The CPU time of that server for a request. */
    CPU("cpu", "CPU time of a request", "CPU", "us", 1.5, 0),
    /** All requests at once, of a client. */
    FETCH("fetch", "all at once, as a client", "client", "ms", 1.5, 20),
    /** The memory of an idle connection. */
    MEMORY("memory", "memory of an idle connection", "memory", "KiB", 2, 2),
    /** The processor while all connections are idle. */
    IDLE("idle", "CPU while idle", "idle", "%", 2, 20),
    /** The others, while one request computes. */
    COMPUTE("compute", "others, while one computes", "compute", "ms", 2, 20),
    /** The others, beside clients that hardly read. */
    SLOW("slow", "others, beside slow readers", "slow", "ms", 2, 20);

    private final String key;
    private final String title;
    private final String column;
    private final String unit;
    private final double factor;
    private final double difference;

    Measure(String key, String title, String column, String unit, double factor, double difference) {
        this.key = key;
        this.title = title;
        this.column = column;
        this.unit = unit;
        this.factor = factor;
        this.difference = difference;
    }

    /** Its name in JSON. */
    String key() {
        return key;
    }

    /** What it is, in a few words. */
    String title() {
        return title;
    }

    /** The head of its column. */
    String column() {
        return column;
    }

    /** The unit of its values. */
    String unit() {
        return unit;
    }

    /**
     * Whether a value is so much worse than the best one that this run shows it. What is nearer may be chance.
     *
     * @param free the part of the processors that other programs left: with less of them, more is chance
     */
    boolean isLost(Value value, Value best, double free) {
        return !value.isComplete()
                || (value.median() >= factor / free * best.median()
                        && value.median() - best.median() >= difference
                        && value.min() > best.max());
    }
}
