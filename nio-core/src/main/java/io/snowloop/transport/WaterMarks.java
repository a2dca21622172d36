// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

/**
 * Two levels of a write queue, in bytes: above {@code high} the writer is asked to stop, at {@code low} to go on. The gap
 * between them prevents a slow connection from switching all the time.
 *
 * <p>A record, not a class with a builder as the options are: the two levels are set and checked together, and no third
 * one will come.
 *
 * @param high at least 1
 * @param low from 0 to below {@code high}
 */
public record WaterMarks(int high, int low) {
    /** 64 KiB and 16 KiB, asyncio's. */
    public static final WaterMarks DEFAULT = new WaterMarks(64 * 1024, 16 * 1024);

    /** Checks the order of the two. */
    public WaterMarks {
        if (low < 0 || high <= low) {
            throw new IllegalArgumentException("water marks must be 0 <= low < high, not " + low + " and " + high);
        }
    }
}
