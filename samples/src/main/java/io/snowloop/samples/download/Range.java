// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.download;

/**
 * A range of a file, and how far it is.
 *
 * @param next the offset of the first byte that is missing; behind the last one if the range is complete
 * @param last the offset of its last byte
 */
record Range(long next, long last) {
    /** How many bytes are missing. */
    long missing() {
        return last + 1 - next;
    }

    /** The same range with this many more bytes. */
    Range plus(long bytes) {
        return new Range(next + bytes, last);
    }
}
