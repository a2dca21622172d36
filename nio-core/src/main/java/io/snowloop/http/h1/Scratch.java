package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;

/**
 * What the codecs of one thread may share: a buffer in which none of them leaves anything when a loan ends, so that a
 * connection that is idle holds none, and one that is busy allocates none; and the head that came last.
 */
public final class Scratch {
    /** Lent bytes that lines are being read from. */
    final ByteQueue lines = new ByteQueue();

    final HeadMemo memo = new HeadMemo();

    /** For one thread. */
    public Scratch() {}
}
