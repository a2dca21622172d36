package io.snowloop.http.connection;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Moves a body from whoever makes it into a connection: asks for the next piece when the socket has room for it, so
 * that at most the transport's high water mark and one piece are ever in memory.
 */
final class BodyPump extends Pump {
    /** How much one call moves before other connections have their turn, in bytes. */
    private static final int PER_TURN = 256 * 1024;

    private final BodyStream source;
    private @Nullable Future<@Nullable ByteBuffer> reading;
    private boolean over;

    BodyPump(BodyStream source, HttpConnection connection) {
        super(connection);
        this.source = source;
    }

    // region pump
    @Override
    void pump() {
        int moved = 0;
        while (!over && reading == null && connection.transport().isWritable()) {
            if (moved >= PER_TURN) {
                yieldTurn();
                break;
            }
            moved += moveNext();
        }
    }
    // endregion

    private int moveNext() {
        Future<@Nullable ByteBuffer> piece;
        try {
            piece = source.read();
        } catch (Throwable thrown) {
            return move(null, thrown);
        }
        Completed<@Nullable ByteBuffer> ready = piece.outcome();
        if (ready != null) {
            return move(ready.value(), ready.error());
        }
        reading = piece;
        piece.on(connection.loop()).onComplete((bytes, error) -> {
            reading = null;
            connection.corked(() -> {
                move(bytes, error);
                pump();
            });
        });
        return 0;
    }

    private int move(@Nullable ByteBuffer piece, @Nullable Throwable error) {
        if (over) {
            return 0;
        }
        if (error != null) {
            fail(error);
            return 0;
        }
        try {
            return send(piece);
        } catch (RuntimeException e) { // the source's own, or more bytes than were announced, or fewer
            cancel();
            fail(e);
            return 0;
        }
    }

    private int send(@Nullable ByteBuffer piece) {
        if (piece == null) {
            over = true;
            connection.sendEnd(source.trailers());
            return 0;
        }
        int size = piece.remaining();
        connection.sendPiece(piece);
        return size;
    }

    private void fail(Throwable error) {
        over = true;
        connection.pumpFailed(error);
    }

    @Override
    void cancel() {
        over = true;
        connection.reactor().runSafely(source::cancel, source);
        if (reading != null) {
            reading.cancel();
        }
    }
}
