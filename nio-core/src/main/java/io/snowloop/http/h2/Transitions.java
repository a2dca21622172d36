// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.http.h2.StreamState.CLOSED;
import static io.snowloop.http.h2.StreamState.HALF_CLOSED_LOCAL;
import static io.snowloop.http.h2.StreamState.HALF_CLOSED_REMOTE;
import static io.snowloop.http.h2.StreamState.IDLE;
import static io.snowloop.http.h2.StreamState.OPEN;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The states of a stream, as a table. A step that is not listed is not allowed. It is the figure of RFC 9113 §5.1 without the
 * two states of server push, and with the names of the RFC in brackets:
 *
 * <pre>{@code
 *                                +--------+
 *                                |  IDLE  |
 *                                +--------+
 *                                    |
 *                                    | SEND_HEADERS, RECEIVE_HEADERS   [send H, recv H]
 *                                    v
 *                                +--------+
 *            RECEIVE_END         |        |         SEND_END
 *         [recv ES]    +---------|  OPEN  |---------+    [send ES]
 *                      |         |        |         |
 *                      v         +--------+         v
 *          +--------------------+    |    +-------------------+
 *          | HALF_CLOSED_REMOTE |    |    | HALF_CLOSED_LOCAL |
 *          +--------------------+    |    +-------------------+
 *                      |             |              |
 *       SEND_END       |             | RESET        |       RECEIVE_END
 *       or RESET       |             | [send R,     |       or RESET
 *                      |             v  recv R]     |
 *                      |         +--------+         |
 *                      +-------->| CLOSED |<--------+
 *                                +--------+
 * }</pre>
 *
 * <p>A flag END_STREAM is a step of its own, behind that of its frame, as the RFC has it. The figure leaves out the steps
 * that change nothing: the table has them, because they tell which frames a state allows.
 */
@SuppressWarnings("EnumOrdinal") // an EnumMap is an array by ordinal, too, behind several calls
final class Transitions {
    /** What may change the state of a stream. */
    enum Signal {
        SEND_HEADERS,
        SEND_DATA,
        /** END_STREAM in a frame that we send. */
        SEND_END,
        RECEIVE_HEADERS,
        RECEIVE_DATA,
        /** END_STREAM in a frame of the peer. */
        RECEIVE_END,
        /** RST_STREAM of either side, or a GOAWAY that leaves the stream out. */
        RESET
    }

    private record Step(StreamState from, Signal signal, StreamState to) {}

    // region steps
    private static final List<Step> STEPS = List.of(
            new Step(IDLE, Signal.SEND_HEADERS, OPEN),
            new Step(IDLE, Signal.RECEIVE_HEADERS, OPEN),
            new Step(OPEN, Signal.SEND_HEADERS, OPEN), // a response, trailers
            new Step(OPEN, Signal.SEND_DATA, OPEN),
            new Step(OPEN, Signal.RECEIVE_HEADERS, OPEN),
            new Step(OPEN, Signal.RECEIVE_DATA, OPEN),
            new Step(OPEN, Signal.SEND_END, HALF_CLOSED_LOCAL),
            new Step(OPEN, Signal.RECEIVE_END, HALF_CLOSED_REMOTE),
            new Step(OPEN, Signal.RESET, CLOSED),
            new Step(HALF_CLOSED_LOCAL, Signal.RECEIVE_HEADERS, HALF_CLOSED_LOCAL),
            new Step(HALF_CLOSED_LOCAL, Signal.RECEIVE_DATA, HALF_CLOSED_LOCAL),
            new Step(HALF_CLOSED_LOCAL, Signal.RECEIVE_END, CLOSED),
            new Step(HALF_CLOSED_LOCAL, Signal.RESET, CLOSED),
            new Step(HALF_CLOSED_REMOTE, Signal.SEND_HEADERS, HALF_CLOSED_REMOTE),
            new Step(HALF_CLOSED_REMOTE, Signal.SEND_DATA, HALF_CLOSED_REMOTE),
            new Step(HALF_CLOSED_REMOTE, Signal.SEND_END, CLOSED),
            new Step(HALF_CLOSED_REMOTE, Signal.RESET, CLOSED));
    // endregion

    // The same table as an array by ordinal: it is read for each frame.
    private static final @Nullable StreamState[][] AFTER = byOrdinal();

    private Transitions() {}

    private static @Nullable StreamState[][] byOrdinal() {
        @Nullable StreamState[][] table = new StreamState[StreamState.values().length][Signal.values().length];
        for (Step step : STEPS) {
            table[step.from.ordinal()][step.signal.ordinal()] = step.to;
        }
        return table;
    }

    /** The state after {@code signal}; null if this must not happen in {@code state}. */
    static @Nullable StreamState after(StreamState state, Signal signal) {
        return AFTER[state.ordinal()][signal.ordinal()];
    }
}
