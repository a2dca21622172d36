// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.Channel;

/** The operations of a simulated channel that a {@link SimSelector} uses. */
interface SimChannel extends Channel {
    /** The host of this channel. */
    SimHost host();

    boolean isBlocking();

    /** The operations of {@code interest} that the channel is ready for. */
    int readyOps(int interest);

    /** A selector has removed the key of this channel. If the channel is closed, its socket can be closed now. */
    void deregistered();
}
