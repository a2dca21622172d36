package io.snowloop.benchmarks.server;

/** robaho's implementation of the JDK's interface, a virtual thread for each connection, as its README advises. */
public final class RobahoPeer extends JdkPeer {
    /** In place of the JDK's own. */
    public RobahoPeer() {
        super("robaho.net.httpserver.DefaultHttpServerProvider");
    }
}
