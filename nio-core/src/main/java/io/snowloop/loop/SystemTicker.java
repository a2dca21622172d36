// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

/** The machine's own clock. A constant, so that it can be told from other clocks by identity. */
enum SystemTicker implements Ticker {
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
