// SPDX-License-Identifier: Apache-2.0
package io.snowloop.options;

/** Defaults that follow from the size of the heap: peers must not be able to fill a small one. */
public final class HeapDefaults {
    private HeapDefaults() {}

    /** As many as this heap has room for, each with so many bytes; at least 1, and at most {@code most}. */
    public static int count(int most, int bytesOfEach) {
        return count(most, bytesOfEach, Runtime.getRuntime().maxMemory());
    }

    static int count(int most, int bytesOfEach, long heap) {
        return (int) Math.max(1, Math.min(most, heap / bytesOfEach));
    }
}
