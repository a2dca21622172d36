// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

/**
 * A measured server. Each has its own process ({@link ServerProcess}), answers the paths of {@link Payload} on
 * 127.0.0.1, and is set up as its project recommends, with one thread for its connections if it has such a setting.
 */
public interface ServerPeer {
    /** Starts to serve. It may return or run until the process ends. */
    void serve(int port) throws Exception;
}
