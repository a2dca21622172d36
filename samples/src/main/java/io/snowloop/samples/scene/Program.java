// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import java.nio.channels.spi.SelectorProvider;

/**
 * A program on a host. It takes its selectors and channels from the host, and may block in them. It must not use another
 * clock, other threads or {@link Thread#sleep}: see {@link Stage#now} and {@link Stage#sleep}.
 */
@FunctionalInterface
public interface Program {
    /** Runs to its end. What it throws is a failure of the scene. */
    void run(SelectorProvider host) throws Exception;
}
