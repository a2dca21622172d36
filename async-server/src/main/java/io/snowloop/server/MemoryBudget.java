// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Headers;
import io.snowloop.logging.LimitLog;
import java.util.function.LongSupplier;

/**
 * A bound on the bytes that all connections of one loop keep in memory: request bodies that are collected, received bytes
 * that are not used, and what the clients have not read of answers, events and messages. Each loop has an equal share of the server's bound, so
 * that it is a plain counter.
 */
final class MemoryBudget {
    /** How much one answer may add: a write queue and a piece. */
    private static final int ONE_ANSWER = 128 * 1024;

    /**
     * What a connection may keep in any case of what has not come as a whole: a TLS handshake, or fields, of usual size. Else the first to
     * fill the memory would shut out all others.
     */
    static final int FEW = 4096;

    /** What most requests have, an exchange may keep beside its own objects. */
    private static final int USUAL_HEAD = 1024;

    private final long ofAllLoops;
    private final long most;
    private final long nearlyAll;
    private final LimitLog limits;
    private final WaitingBodies waiting = new WaitingBodies();
    private long used;

    /** See {@link #recountBy}. */
    private Runnable recount = () -> {};

    private LongSupplier turn = () -> 0;

    /** The turn of the last recount. */
    private long recounted;

    /** Written by its loop only when it changes. */
    private volatile boolean full;

    MemoryBudget(long ofAllLoops, int loops, LimitLog limits) {
        this.ofAllLoops = ofAllLoops;
        this.most = ofAllLoops / loops;
        this.nearlyAll = most - Math.min(ONE_ANSWER, most / 2);
        this.limits = limits;
    }

    /**
     * What is to be run if there is no room: it has all that is counted look for what the sockets have taken since, of which no one is told
     * below their water marks.
     *
     * @param turn the number of the loop's turn
     */
    void recountBy(LongSupplier turn, Runnable recount) {
        this.turn = turn;
        this.recount = recount;
    }

    /** How many bytes of memory the path and the fields of a request take, roughly; 0 if that is usual. */
    static int ofHead(String path, Headers headers) {
        int size = path.length() + headers.memory();
        return size > USUAL_HEAD ? size : 0;
    }

    /** So many bytes more are kept, or fewer if negative. Returns whether they are too many. */
    boolean add(long bytes) {
        makeRoom(bytes);
        used += bytes;
        boolean now = used > nearlyAll;
        if (now != full) {
            full = now;
        }
        return bytes > 0 && used > most && hit();
    }

    /** An answer waits for its client, with a body that is {@linkplain WaitingBodies#counted counted}. Returns whether that is too much. */
    boolean holds(byte[] body) {
        return add(waiting.add(body));
    }

    /** Whether it would be given back if the answer that waits with it ended. */
    boolean isHeldByOne(byte[] body) {
        return waiting.areOfOne(body);
    }

    /** It does not wait any longer. */
    void drops(byte[] body) {
        add(-waiting.remove(body));
    }

    /** Whether so many bytes more would not be too many. */
    boolean hasRoomFor(long bytes) {
        return used + bytes <= most;
    }

    /**
     * Looks for what is not kept any more, if there is no room for so many bytes. Once in a turn: each of many requests may ask, and it is as
     * much work as there are connections and streams.
     */
    void makeRoom(long bytes) {
        if (bytes > 0 && !hasRoomFor(bytes) && turn.getAsLong() != recounted) {
            recounted = turn.getAsLong();
            recount.run();
        }
    }

    /** Whether there may be no room for an answer that the client does not read at once. */
    boolean isTooFullFor(long length) {
        boolean large = length < 0 || length > ONE_ANSWER;
        return large && isStillFull() && hit();
    }

    /** Whether large answers are refused, also once what was sent does not count any more. On the loop. */
    boolean isStillFull() {
        makeRoom(most - nearlyAll);
        return full;
    }

    /** Whether large answers are refused: there may be no room for one. Any thread. */
    boolean isFull() {
        return full;
    }

    private boolean hit() {
        limits.hit(
                "ServerOptions.maxMemory",
                ofAllLoops,
                "answering 503, or resetting the connection, where more bytes would have to be kept in one loop than its share, "
                        + most);
        return true;
    }

    /** How many bytes are kept. */
    long used() {
        return used;
    }
}
