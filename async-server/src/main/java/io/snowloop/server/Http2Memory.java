// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.connection.Http2Outflow;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Codec;
import java.util.Comparator;
import java.util.List;

/**
 * What an {@link Http2Connection} keeps in memory: of its answers what is queued in its transport, and the pieces of bodies that wait for
 * a window; of what it receives a frame, or fields, that are not complete, and the table of fields. The streams count the rest themselves.
 */
final class Http2Memory {
    private final Http2Connection connection;
    private final Http2Codec codec;
    private final MemoryBudget budget;
    private final BudgetShare kept;

    /** A body that waits was too much: at the end of the step, streams have to end. */
    private boolean bodiesAreTooMany;

    Http2Memory(Http2Connection connection, Http2Codec codec) {
        this.connection = connection;
        this.codec = codec;
        this.budget = connection.server().context().memory();
        this.kept = new BudgetShare(connection.server());
    }

    /** An answer waits with this body. */
    void holds(byte[] body) {
        bodiesAreTooMany |= budget.holds(body);
    }

    /** Counts it again, and ends what there is no memory for. */
    void count() {
        boolean bodies = bodiesAreTooMany;
        bodiesAreTooMany = false;
        Http2Outflow out = connection.out();
        if (kept.received(ownBytes()) && (out.transport().queued() > 0 || codec.kept() > MemoryBudget.FEW)) {
            // its client has not read what was sent before, or has not sent the end of what it began
            connection.abort();
        } else if (kept.ofAnswer(out.held()) || bodies) {
            connection.whileServing(this::endWaiting);
        }
    }

    private long ownBytes() {
        return (long) connection.out().transport().queued() + codec.kept();
    }

    /** Of the answers that wait for the client, and keep a body or a piece, those end that have waited longest, until there is enough memory. */
    private void endWaiting() {
        List<Http2Stream> waiting = connection.streams().all().stream()
                .filter(stream -> stream.answer().keepsForClient())
                .sorted(Comparator.comparingLong(stream -> stream.answer().out().pieceNumber()))
                .toList();
        for (Http2Stream stream : waiting) {
            if (budget.hasRoomFor(0)) {
                return;
            }
            stream.abort(ErrorCode.ENHANCE_YOUR_CALM);
            kept.ofAnswer(connection.out().held());
        }
    }

    /**
     * Counts no longer what the socket has taken: below the transport's water marks, no one is told of that. Nor the pieces of
     * streams that are over.
     */
    void recount() {
        kept.keepsAtMost(ownBytes());
        kept.answerKeepsAtMost(connection.out().held());
        connection.streams().forEach(Http2Stream::recount);
    }

    /** The connection is closed: none is kept any more. */
    void release() {
        kept.release();
    }
}
