// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/**
 * A connection that never waits: it goes on as far as it can, and says what it waits for. Who calls it again, and when, is what
 * the rungs {@code spin}, {@code select} and {@code loop} differ in.
 */
public interface Conversation {
    /** Goes on, at a time in nanoseconds. After {@link Wait#END} its channel is closed. */
    Wait go(long now) throws IOException;

    /** Its channel, which does not block. */
    SelectableChannel channel();

    /** When {@link Wait#TIME} is over; 0 if it never waits for that. */
    default long due() {
        return 0;
    }

    /** What a conversation waits for. */
    enum Wait {
        /** Another client. */
        ACCEPT(SelectionKey.OP_ACCEPT),
        /** The connection. */
        CONNECT(SelectionKey.OP_CONNECT),
        /** Bytes to read. */
        READ(SelectionKey.OP_READ),
        /** Room to write. */
        WRITE(SelectionKey.OP_WRITE),
        /** A time: see {@link Conversation#due}. */
        TIME(0),
        /** Nothing more: it is over. */
        END(0);

        private final int ops;

        Wait(int ops) {
            this.ops = ops;
        }

        /** The same, for a selector. */
        public int ops() {
            return ops;
        }
    }
}
