package io.snowloop.benchmarks.server;

/**
 * A server that is measured. Each has a process of its own ({@link ServerProcess}), answers the paths of {@link Payload}
 * on 127.0.0.1, and is set up as its own project recommends, with one thread for its connections where it can be told so.
 */
public interface ServerPeer {
    /** Begins to serve, and returns, or never does. */
    void serve(int port) throws Exception;
}
