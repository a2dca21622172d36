// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.time.Duration;

/**
 * What every server of the ladder asks before it answers: a database, say. It takes a time, in which there is nothing to do but
 * to wait.
 *
 * @param delay how long it takes; a rung waits for this time, in its own way, and then calls {@link #answer}
 */
public record Backend(Duration delay) {
    /** The one that is measured with: 20 ms. */
    public static final Backend SLOW = new Backend(Duration.ofMillis(20));

    /** The path whose answer is computed: it keeps a processor busy for {@link #COMPUTING}. */
    public static final String COMPUTE = "/compute";

    /** How long {@link #COMPUTE} computes. */
    public static final Duration COMPUTING = Duration.ofMillis(200);

    /** The path of an answer that no socket takes at once. */
    public static final String BIG = "/big";

    private static final String REST = " " + "x".repeat(1024);
    private static final String MUCH = "x".repeat(256 * 1024);

    /** The answer for a path: of {@code /7} it is {@code 7} and 1 KiB more. It does not wait. */
    public String answer(String path) {
        return switch (path) {
            case BIG -> MUCH;
            case COMPUTE -> compute() + REST;
            default -> path.substring(1) + REST;
        };
    }

    private static long compute() {
        long end = System.nanoTime() + COMPUTING.toNanos();
        long sum = 0;
        while (System.nanoTime() - end < 0) {
            sum = sum * 31 + end;
        }
        return sum;
    }
}
