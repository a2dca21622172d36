// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

/**
 * The numbers of the records with which the callbacks in progress began. Callbacks nested deeper than {@value #DEPTH} are
 * counted and not known.
 */
final class OpenRecords {
    static final long NONE = -1;

    private static final int DEPTH = 32;

    private final long[] numbers = new long[DEPTH];
    private int depth;

    void push(long number) {
        if (depth < DEPTH) {
            numbers[depth] = number;
        }
        depth++;
    }

    /** Ends the innermost callback. The number of its record; {@link #NONE} if it is not known. */
    long pop() {
        if (depth == 0) {
            return NONE;
        }
        depth--;
        return depth < DEPTH ? numbers[depth] : NONE;
    }

    /** No callback is in progress. */
    void clear() {
        depth = 0;
    }
}
