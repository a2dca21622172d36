package io.snowloop.benchmarks.measure;

/** Who runs where, as {@code taskset -c} takes it: what is measured has one CPU to itself, what it works with the other. */
public final class Cpus {
    /** The CPU of what is measured. */
    public static final String MEASURED = "0";

    /** The CPU of the other side. */
    public static final String GENERATOR = "1";

    private Cpus() {}
}
