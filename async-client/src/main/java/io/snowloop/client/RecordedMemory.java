// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.logging.LimitLog;

/** A bound on what the copies of the bodies take that a {@link HarFile} has not written: each has a bound, but servers may stall many. */
final class RecordedMemory {
    private final long most;
    private final LimitLog limits = new LimitLog(HarFile.class);
    private long used;

    RecordedMemory(long most) {
        this.most = most;
    }

    /** Counts bytes, and returns how many of them there is room for. */
    int take(int bytes) {
        int taken = (int) Math.min(bytes, most - used);
        if (taken < bytes) {
            limits.hit("HarFile.maxMemory", most, "recording less of a body, because more are in flight");
        }
        used += taken;
        return taken;
    }

    void release(int bytes) {
        used -= bytes;
    }
}
