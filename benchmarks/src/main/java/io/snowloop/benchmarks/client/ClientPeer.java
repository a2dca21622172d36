// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import java.util.concurrent.CountDownLatch;

/**
 * A measured client. Each has its own process ({@link ClientProcess}), and is set up as its project recommends, with
 * one thread for its connections if it has such a setting. It keeps connections alive and collects bodies. It runs
 * until the process ends.
 *
 * <p>An implementation has a public constructor with two numbers: the port on 127.0.0.1, and the maximum number of
 * connections.
 */
public interface ClientPeer {
    /** Fetches. Called on the thread of {@link #run}, or on any thread of the client. */
    void fetch(String path, Answer answer);

    /** Runs {@code begin} on the client's thread, and returns when the latch has counted down. */
    void run(Runnable begin, CountDownLatch done) throws Exception;

    /** The callback of a fetch. */
    interface Answer {
        /** The response is complete. */
        void complete(int status, int length);

        /** The fetch has failed. */
        void fail(Throwable error);
    }
}
