// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

/**
 * How many bytes of data one side may still send, on a stream or on the connection (RFC 9113 §6.9.1). It can be negative,
 * after a SETTINGS frame that makes it smaller (§6.9.2).
 */
final class FlowWindow {
    /** The window of each stream and of the connection before any SETTINGS and WINDOW_UPDATE (§6.9.2). */
    static final int INITIAL = 65_535;

    private long available;

    FlowWindow(int available) {
        this.available = available;
    }

    long available() {
        return available;
    }

    boolean isOpen() {
        return available > 0;
    }

    void use(int bytes) {
        available -= bytes;
    }

    /** Adds bytes, which may be negative; false if the window is larger then than it may ever be (§6.9.1). */
    boolean add(long bytes) {
        available += bytes;
        return available <= Integer.MAX_VALUE;
    }
}
