// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future.model;

import java.util.List;
import java.util.Map;

/**
 * The operations of a random program, on futures that are known by the numbers in which they were made. The real futures
 * and the model both have them, and write down what can be seen.
 */
interface Futures {
    /** What a function does. First it cancels a future; -1 for none. */
    record Action(Kind kind, int resource, int future, int cancels) {}

    /** What a function returns, for a value that was given to it. */
    enum Kind {
        /** The given value. */
        SAME,
        /** A new resource. */
        NEW,
        /** A value that holds nothing. */
        PLAIN,
        /** Nothing: it throws. */
        THROW,
        /** A future with a new resource that is done. */
        DONE,
        /** The given value, shielded. */
        LENT,
        /** A future that was made before. */
        FUTURE,
        /** One that is derived from it, as the next round of a loop is. */
        NEXT
    }

    // each of these makes a future
    void promise(int executor);

    void completed(int resource);

    void map(int source, Action action);

    void flatMap(int source, Action action);

    void recover(int source, Action action);

    void on(int source, int executor);

    void timeout(int source);

    void shield(int source);

    void race(int executor, List<Integer> members);

    void any(int executor, List<Integer> members);

    void all(int executor, List<Integer> members);

    void allSettled(int executor, List<Integer> members);

    void stage(int executor);

    // these do not
    void complete(int promise, int resource);

    void fail(int promise);

    void completeStage(int stage, int resource);

    void cancel(int future);

    void onComplete(int future, Action action);

    void onDone(int future, Action action);

    void ask(int future);

    void turn(int executor);

    void runAll();

    void advance(int executor);

    /** What has been seen so far, and how often each resource was discarded. */
    List<String> log();

    Map<Integer, Integer> discarded();
}
