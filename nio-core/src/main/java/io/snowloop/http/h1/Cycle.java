package io.snowloop.http.h1;

import static io.snowloop.http.h1.Transitions.Signal.CLOSE;
import static io.snowloop.http.h1.Transitions.Signal.END;
import static io.snowloop.http.h1.Transitions.Signal.INFORMATIONAL;
import static io.snowloop.http.h1.Transitions.Signal.REQUEST;
import static io.snowloop.http.h1.Transitions.Signal.RESPONSE;
import static io.snowloop.http.h1.Transitions.Signal.TUNNEL_ACCEPTED;
import static io.snowloop.http.h1.Transitions.Signal.UPGRADE_ACCEPTED;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h1.Event.InformationalHead;
import io.snowloop.http.h1.Event.RequestHead;
import io.snowloop.http.h1.Event.ResponseHead;
import io.snowloop.http.h1.Transitions.Signal;
import org.jspecify.annotations.Nullable;

/**
 * One request with its response, from the first byte of one to the last of the other: the states of both sides, and
 * what the heads have agreed on. It doesn't matter here which of the sides we are.
 */
final class Cycle {
    private State client = State.IDLE;
    private State server = State.IDLE;

    /** Null until the request's head is known; it may never be, if the request is broken. */
    private @Nullable RequestHead request;

    private boolean keepAlive = true;
    private boolean upgradeOffered;
    private boolean tunnelOffered;
    private boolean awaitingContinue;

    State state(Role role) {
        return role == Role.CLIENT ? client : server;
    }

    /** RFC 9110 §6.4.1: whether a response of this status, whatever its headers say, ends with its head. */
    boolean isBodiless(Status status) {
        return status.equals(Status.NO_CONTENT)
                || status.equals(Status.NOT_MODIFIED)
                || (request != null && request.method().equals(Method.HEAD))
                || isTunnel(status);
    }

    /** RFC 9112 §6.3: whether the framing of the response depends on the request's method, by its rules 1 and 2. */
    boolean methodDecidesFraming() {
        return request != null && (tunnelOffered || request.method().equals(Method.HEAD));
    }

    /** Whether this status lets a CONNECT through: then other bytes than HTTP's follow the head. */
    boolean isTunnel(Status status) {
        return tunnelOffered && status.isSuccess();
    }

    /** The version that the client speaks; HTTP/1.1 if we could not read that far. */
    Version clientVersion() {
        return request == null ? Version.HTTP_1_1 : request.version();
    }

    boolean keepAlive() {
        return keepAlive && isOpen(client) && isOpen(server);
    }

    private static boolean isOpen(State state) {
        return state != State.CLOSED && state != State.ERROR;
    }

    boolean awaitingContinue() {
        return awaitingContinue;
    }

    // -------------------------------------------------------------------------------------------------- what happens

    void request(RequestHead head, BodyFraming framing) {
        server = next(Role.SERVER, REQUEST);
        request = head;
        keepAlive &= persists(head.version(), head.headers());
        tunnelOffered = head.method().equals(Method.CONNECT);
        upgradeOffered = offersUpgrade(head);
        awaitingContinue = framing != BodyFraming.Unmeasured.NONE
                && head.version() == Version.HTTP_1_1
                && head.headers().hasToken("Expect", "100-continue");
        move(Role.CLIENT, REQUEST);
    }

    /** RFC 9110 §7.8: with the connection option, and not in HTTP/1.0. */
    private static boolean offersUpgrade(RequestHead head) {
        return head.version() == Version.HTTP_1_1
                && head.headers().contains("Upgrade")
                && head.headers().hasToken("Connection", "upgrade");
    }

    /** RFC 9112 §9.3: whether the connection outlives this message, as far as its sender is concerned. */
    private static boolean persists(Version version, Headers headers) {
        if (!headers.contains("Connection")) {
            return version == Version.HTTP_1_1;
        }
        return !headers.hasToken("Connection", "close")
                && (version == Version.HTTP_1_1 || headers.hasToken("Connection", "keep-alive"));
    }

    Signal signalOf(ResponseHead head) {
        return isTunnel(head.status()) ? TUNNEL_ACCEPTED : RESPONSE;
    }

    Signal signalOf(InformationalHead head) {
        return head.status().equals(Status.SWITCHING_PROTOCOLS) ? UPGRADE_ACCEPTED : INFORMATIONAL;
    }

    void informational(InformationalHead head) {
        awaitingContinue &= !head.status().equals(Status.CONTINUE);
        move(Role.SERVER, signalOf(head));
    }

    void response(ResponseHead head) {
        Signal signal = signalOf(head);
        awaitingContinue = false;
        keepAlive &= persists(head.version(), head.headers());
        if (signal == RESPONSE) { // the server has declined to switch
            upgradeOffered = false;
            tunnelOffered = false;
        }
        move(Role.SERVER, signal);
    }

    void data(Role sender) {
        awaitingContinue &= sender != Role.CLIENT; // else nothing changes
    }

    void end(Role sender) {
        awaitingContinue &= sender != Role.CLIENT;
        move(sender, END);
    }

    void close(Role sender) {
        move(sender, CLOSE);
    }

    void error(Role culprit) {
        become(culprit, State.ERROR);
    }

    void disableKeepAlive() {
        keepAlive = false;
        settle();
    }

    void startNext() {
        if (client != State.DONE || server != State.DONE) {
            throw new IllegalStateException("the next cycle begins when both sides are DONE; the client is " + client
                    + ", the server " + server);
        }
        client = State.IDLE;
        server = State.IDLE;
        request = null;
    }

    // --------------------------------------------------------------------------------------------------- the states

    /**
     * The state that {@code signal} takes {@code role}'s side to.
     *
     * @throws IllegalStateException if that side must not do this now
     */
    State next(Role role, Signal signal) {
        State next = Transitions.after(role, state(role), signal);
        if (next == null) {
            throw new IllegalStateException("no " + signal + " from a " + role + " in state " + state(role));
        }
        if (signal == UPGRADE_ACCEPTED && !upgradeOffered) {
            throw new IllegalStateException("no " + signal + " to a request that did not ask for an upgrade");
        }
        return next;
    }

    /** Whether the server may send this, which for a 101 depends on the request. */
    boolean mayAnswer(InformationalHead head) {
        return signalOf(head) != UPGRADE_ACCEPTED || upgradeOffered;
    }

    private void move(Role role, Signal signal) {
        become(role, next(role, signal));
    }

    private void become(Role role, State state) {
        if (role == Role.CLIENT) {
            client = state;
        } else {
            server = state;
        }
        settle();
    }

    /** Makes the states agree with what the heads have said, and with each other. */
    private void settle() {
        boolean mightSwitch = upgradeOffered || tunnelOffered;
        if (mightSwitch && client == State.DONE) {
            client = State.MIGHT_SWITCH_PROTOCOL;
        } else if (!mightSwitch && client == State.MIGHT_SWITCH_PROTOCOL) {
            client = State.DONE;
        }
        if (!keepAlive) {
            client = client == State.DONE ? State.MUST_CLOSE : client;
            server = server == State.DONE ? State.MUST_CLOSE : server;
        }
        Transitions.Pair together = Transitions.together(client, server);
        if (together != null) {
            client = together.client();
            server = together.server();
        }
    }
}
