// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;

/**
 * What the codecs of one thread share while they read: a buffer for lines, and what they remember of heads. It makes an
 * idle connection hold no buffer, and a busy one allocate none.
 *
 * <p>No codec leaves bytes in the buffer when its loan ends, see {@link Http1Codec#keep}. Not thread-safe: one for each
 * event loop.
 */
public final class DecoderContext {
    /** The bytes of the lent buffer from which lines are being read. Empty between loans. */
    final ByteQueue lines = new ByteQueue();

    final HeadMemo memo = new HeadMemo();

    final FieldLineMemo fieldLines = new FieldLineMemo();

    /** A context for the codecs of one thread. */
    public DecoderContext() {}
}
