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
 * Who may do what when: the whole order of HTTP/1.1 in three tables. What they don't list is not allowed.
 *
 * <p>Each side walks through its own states, moved by what it sends ({@link #after}). And some states of one side change
 * the other side's ({@link #together}): that is all that ties a request to its response.
 */
@SuppressWarnings("EnumOrdinal") // an array by ordinal is what an EnumMap is, without the boxes
final class Transitions {
    /** What a side does that may change its state. */
    enum Signal {
        REQUEST,
        INFORMATIONAL,
        RESPONSE,
        /** A 101 to a request that asked for it. */
        UPGRADE_ACCEPTED,
        /** A 2xx to CONNECT. */
        TUNNEL_ACCEPTED,
        DATA,
        END,
        CLOSE
    }

    private record Step(State from, Signal signal, State to) {}

    private static final List<Step> CLIENT = List.of(
            new Step(IDLE, Signal.REQUEST, SEND_BODY),
            new Step(IDLE, Signal.CLOSE, CLOSED),
            new Step(SEND_BODY, Signal.DATA, SEND_BODY),
            new Step(SEND_BODY, Signal.END, DONE),
            new Step(DONE, Signal.CLOSE, CLOSED), // it may still read its answer (RFC 9112 §9.6)
            new Step(MUST_CLOSE, Signal.CLOSE, CLOSED),
            new Step(CLOSED, Signal.CLOSE, CLOSED));

    // region server
    private static final List<Step> SERVER = List.of(
            new Step(IDLE, Signal.REQUEST, SEND_RESPONSE), // the one step that the other side causes
            new Step(IDLE, Signal.RESPONSE, SEND_BODY), // an error, 400 or 408, to a request that never got whole
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

    private record Agreement(Pair before, Pair after) {}

    private static Agreement agreement(State client, State server, State clientAfter, State serverAfter) {
        return new Agreement(new Pair(client, server), new Pair(clientAfter, serverAfter));
    }

    private static final List<Agreement> AGREEMENTS = List.of(
            agreement(MIGHT_SWITCH_PROTOCOL, SWITCHED_PROTOCOL, SWITCHED_PROTOCOL, SWITCHED_PROTOCOL),
            // Nobody is there any more who could begin another cycle.
            agreement(CLOSED, DONE, CLOSED, MUST_CLOSE),
            agreement(CLOSED, IDLE, CLOSED, MUST_CLOSE),
            agreement(ERROR, DONE, ERROR, MUST_CLOSE),
            agreement(DONE, CLOSED, MUST_CLOSE, CLOSED),
            agreement(IDLE, CLOSED, MUST_CLOSE, CLOSED),
            agreement(IDLE, ERROR, MUST_CLOSE, ERROR),
            agreement(DONE, ERROR, MUST_CLOSE, ERROR));

    // The same tables, for looking up by number: this happens several times for every message.
    private static final @Nullable State[][] CLIENT_AFTER = byNumber(CLIENT);
    private static final @Nullable State[][] SERVER_AFTER = byNumber(SERVER);
    private static final @Nullable Pair[][] TOGETHER = together();

    private Transitions() {}

    private static @Nullable State[][] byNumber(List<Step> steps) {
        @Nullable State[][] table = new State[State.values().length][Signal.values().length];
        for (Step step : steps) {
            table[step.from.ordinal()][step.signal.ordinal()] = step.to;
        }
        return table;
    }

    private static @Nullable Pair[][] together() {
        @Nullable Pair[][] table = new Pair[State.values().length][State.values().length];
        for (Agreement agreement : AGREEMENTS) {
            table[agreement.before.client.ordinal()][agreement.before.server.ordinal()] = agreement.after;
        }
        return table;
    }

    /** The state that {@code signal} takes this side to, or null if the side must not do that now. */
    static @Nullable State after(Role role, State state, Signal signal) {
        return (role == Role.CLIENT ? CLIENT_AFTER : SERVER_AFTER)[state.ordinal()][signal.ordinal()];
    }

    /** What the states of both sides become beside each other; null if they stay what they are. */
    static @Nullable Pair together(State client, State server) {
        return TOGETHER[client.ordinal()][server.ordinal()];
    }
}
