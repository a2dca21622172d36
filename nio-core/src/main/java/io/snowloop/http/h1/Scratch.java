package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;

/**
 * What the codecs of one thread may share, as none of them leaves anything in it between two calls: so a connection that
 * is idle holds no buffer, and one that is busy allocates none.
 */
public final class Scratch {
    /** Lent bytes that lines are being read from. */
    final ByteQueue lines = new ByteQueue();

    /** For one thread. */
    public Scratch() {}
}
