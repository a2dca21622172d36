// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

/**
 * robaho's implementation of the JDK's server API, with a virtual thread for each connection, as its README recommends.
 */
public final class RobahoPeer extends JdkPeer {
    /** The peer with robaho's implementation instead of the JDK's. */
    public RobahoPeer() {
        super("robaho.net.httpserver.DefaultHttpServerProvider");
    }
}
