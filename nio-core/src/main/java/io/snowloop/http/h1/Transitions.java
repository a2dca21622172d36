// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static io.snowloop.http.h1.State.CLOSED;
import static io.snowloop.http.h1.State.DONE;
import static io.snowloop.http.h1.State.ERROR;
import static io.snowloop.http.h1.State.IDLE;
import static io.snowloop.http.h1.State.MIGHT_SWITCH_PROTOCOL;
import static io.snowloop.http.h1.State.MUST_CLOSE;
import static io.snowloop.http.h1.State.SEND_BODY;
import static io.snowloop.http.h1.State.SEND_RESPONSE;
import static io.snowloop.http.h1.State.SWITCHED_PROTOCOL;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The allowed orders of messages in HTTP/1.1, as three tables. A step that no table lists is not allowed.
 *
 * <p>Each side has a state of its own, because the two directions of a connection are independent: a server may answer
 * before it has read the whole body, and a client may send a body while it reads the answer. One state for the
 * connection would need one value for each pair. So a side moves by what it sends itself ({@link #after}):
 *
 * <pre>{@code
 * client
 *                            DATA
 *                            +--+
 *              REQUEST       v  |     END
 *       IDLE ----------> SEND_BODY -------> DONE
 *        |                                   |
 *        | CLOSE                             | CLOSE     CLOSE
 *        +-------------> CLOSED <------------+---------------- MUST_CLOSE
 *
 * server
 *                       INFORMATIONAL         DATA
 *                            +--+             +--+
 *              REQUEST       v  |  RESPONSE   v  |     END
 *       IDLE --------> SEND_RESPONSE ----> SEND_BODY -------> DONE
 *        | |                 |                ^                |
 *        | |      RESPONSE   |                |                |
 *        | +-----------------|----------------+                | CLOSE     CLOSE
 *        | CLOSE             |                     CLOSED <----+---------------- MUST_CLOSE
 *        +-------------------|------------------------^
 *                            | UPGRADE_ACCEPTED, TUNNEL_ACCEPTED
 *                            +----------------------------------> SWITCHED_PROTOCOL
 * }</pre>
 *
 * <p>Some states of one side change the other side's: {@link #coupled}. Four changes have another cause than a signal,
 * and {@link Cycle} makes them:
 *
 * <pre>{@code
 * DONE    -> MUST_CLOSE             when the connection does not persist (RFC 9112 §9.3)
 * DONE   <-> MIGHT_SWITCH_PROTOCOL  client: an Upgrade or CONNECT is, or is no more, without an answer
 * any     -> ERROR                  when the side has broken the protocol
 * DONE    -> IDLE                   both sides at once: the next cycle
 * }</pre>
 */
@SuppressWarnings("EnumOrdinal") // an EnumMap is an array by ordinal, too, behind several calls
final class Transitions {
    /** What a side does that may change its state. */
    enum Signal {
        REQUEST,
        /** A 1xx other than {@link #UPGRADE_ACCEPTED}. */
        INFORMATIONAL,
        /** The head of a final response other than {@link #TUNNEL_ACCEPTED}. */
        RESPONSE,
        /** A 101 to a request with {@code Upgrade}. */
        UPGRADE_ACCEPTED,
        /** A 2xx to CONNECT. */
        TUNNEL_ACCEPTED,
        DATA,
        END,
        /** The side ends its stream. */
        CLOSE
    }

    private record Step(State from, Signal signal, State to) {}

    // Not listed: CLOSE in SEND_BODY. A stream that ends inside of a message is an error (RFC 9112 §8), not a
    // transition.
    private static final List<Step> CLIENT = List.of(
            new Step(IDLE, Signal.REQUEST, SEND_BODY),
            new Step(IDLE, Signal.CLOSE, CLOSED),
            new Step(SEND_BODY, Signal.DATA, SEND_BODY),
            new Step(SEND_BODY, Signal.END, DONE),
            new Step(DONE, Signal.CLOSE, CLOSED), // half-close: it still reads its response (RFC 9112 §9.6)
            new Step(MUST_CLOSE, Signal.CLOSE, CLOSED),
            new Step(CLOSED, Signal.CLOSE, CLOSED)); // EOF is seen each time that the reader is asked

    // region server
    private static final List<Step> SERVER = List.of(
            new Step(IDLE, Signal.REQUEST, SEND_RESPONSE), // the client's signal, not its own
            new Step(IDLE, Signal.RESPONSE, SEND_BODY), // 400 or 408: the request is broken or did not come
            new Step(IDLE, Signal.CLOSE, CLOSED),
            new Step(SEND_RESPONSE, Signal.INFORMATIONAL, SEND_RESPONSE), // any number of them (RFC 9110 §15.2)
            new Step(SEND_RESPONSE, Signal.RESPONSE, SEND_BODY),
            new Step(SEND_RESPONSE, Signal.UPGRADE_ACCEPTED, SWITCHED_PROTOCOL), // RFC 9110 §7.8
            new Step(SEND_RESPONSE, Signal.TUNNEL_ACCEPTED, SWITCHED_PROTOCOL), // RFC 9110 §9.3.6
            new Step(SEND_BODY, Signal.DATA, SEND_BODY),
            new Step(SEND_BODY, Signal.END, DONE),
            new Step(DONE, Signal.CLOSE, CLOSED),
            new Step(MUST_CLOSE, Signal.CLOSE, CLOSED),
            new Step(CLOSED, Signal.CLOSE, CLOSED));
    // endregion

    /** The states of both sides. */
    record Pair(State client, State server) {}

    private record Coupling(Pair before, Pair after) {}

    private static Coupling coupling(State client, State server, State clientAfter, State serverAfter) {
        return new Coupling(new Pair(client, server), new Pair(clientAfter, serverAfter));
    }

    private static final List<Coupling> COUPLINGS = List.of(
            // The server has accepted: from here on the client's bytes are not HTTP either.
            coupling(MIGHT_SWITCH_PROTOCOL, SWITCHED_PROTOCOL, SWITCHED_PROTOCOL, SWITCHED_PROTOCOL),
            // One side cannot take part in another cycle, so the other side must not wait for one. In SEND_BODY and
            // SEND_RESPONSE it still completes its message first: a client may half-close behind its request.
            coupling(CLOSED, DONE, CLOSED, MUST_CLOSE),
            coupling(CLOSED, IDLE, CLOSED, MUST_CLOSE),
            coupling(ERROR, DONE, ERROR, MUST_CLOSE),
            coupling(DONE, CLOSED, MUST_CLOSE, CLOSED),
            coupling(IDLE, CLOSED, MUST_CLOSE, CLOSED),
            coupling(IDLE, ERROR, MUST_CLOSE, ERROR),
            coupling(DONE, ERROR, MUST_CLOSE, ERROR));
    // Not listed: (ERROR, IDLE). A server that could not read a request still answers it, with a 400.

    // The same tables as arrays by ordinal: they are read several times for each message.
    private static final @Nullable State[][] CLIENT_AFTER = byOrdinal(CLIENT);
    private static final @Nullable State[][] SERVER_AFTER = byOrdinal(SERVER);
    private static final @Nullable Pair[][] COUPLED = couplingsByOrdinal();

    private Transitions() {}

    private static @Nullable State[][] byOrdinal(List<Step> steps) {
        @Nullable State[][] table = new State[State.values().length][Signal.values().length];
        for (Step step : steps) {
            table[step.from.ordinal()][step.signal.ordinal()] = step.to;
        }
        return table;
    }

    private static @Nullable Pair[][] couplingsByOrdinal() {
        @Nullable Pair[][] table = new Pair[State.values().length][State.values().length];
        for (Coupling coupling : COUPLINGS) {
            table[coupling.before.client.ordinal()][coupling.before.server.ordinal()] = coupling.after;
        }
        return table;
    }

    /** The state of a side after {@code signal}; null if the side must not do this in {@code state}. */
    static @Nullable State after(Role role, State state, Signal signal) {
        return (role == Role.CLIENT ? CLIENT_AFTER : SERVER_AFTER)[state.ordinal()][signal.ordinal()];
    }

    /** The states into which both sides change because of each other; null if they stay. */
    static @Nullable Pair coupled(State client, State server) {
        return COUPLED[client.ordinal()][server.ordinal()];
    }
}
