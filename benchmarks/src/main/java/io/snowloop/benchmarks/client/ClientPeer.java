package io.snowloop.benchmarks.client;

import java.util.concurrent.CountDownLatch;

/**
 * A client that is measured. Each has a process of its own ({@link ClientProcess}), and is set up as its own project
 * recommends, with one thread for its connections where it can be told so. It keeps connections alive, and
 * collects bodies. With the process it ends. It has a
 * public constructor of two numbers: the port on 127.0.0.1 to fetch from, and how many connections there may be.
 */
public interface ClientPeer {
    /** Fetches. On the thread that {@link #run} runs things on, or any of the client's. */
    void fetch(String path, Answer answer);

    /** Runs this on the client's thread, and returns when the latch is down. */
    void run(Runnable begin, CountDownLatch done) throws Exception;

    /** What is to be told when a fetch is over. */
    interface Answer {
        /** The answer is there, with all of its body. */
        void complete(int status, int length);

        /** There will be none. */
        void fail(Throwable error);
    }
}
