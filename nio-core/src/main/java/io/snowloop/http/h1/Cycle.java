// SPDX-License-Identifier: Apache-2.0
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
 * One request and its response: the states of both sides, and what the heads have negotiated.
 *
 * <p>It gets each message that is read or written, in both directions. So both roles use the same code, and the codecs at
 * the two ends compute the same states from the same messages.
 *
 * <pre>
 * what                          decided by                        until
 * ----------------------------  --------------------------------  ------------------------------------------
 * persistence                   each head, and either side        the end of the connection; only true -> false
 * Upgrade or CONNECT offered    the request                       the final response declines it
 * 100 (Continue) awaited        the request                       100, the final response, or bytes of the body
 * no body in the response       the request's method, the status  the end of the cycle
 * </pre>
 */
final class Cycle {
    private State client = State.IDLE;
    private State server = State.IDLE;

    /** Null until its head is read or written; also during the answer to a request whose head could not be read. */
    private @Nullable RequestHead request;

    /** Never set to true again: one {@code Connection: close}, of either side, is final (RFC 9112 §9.6). */
    private boolean keepAlive = true;

    private boolean upgradeOffered;
    private boolean tunnelOffered;
    private boolean awaitingContinue;

    State state(Role role) {
        return role == Role.CLIENT ? client : server;
    }

    /**
     * Whether a final response with this status has no body, whatever its headers say: RFC 9110 §6.4.1, RFC 9112 §6.3
     * rules 1 and 2. 205 (Reset Content) is not one of them: it has no content, but its framing must say so (RFC 9110
     * §15.3.6), and a reader must follow the framing.
     */
    boolean isBodiless(Status status) {
        return status.equals(Status.NO_CONTENT)
                || status.equals(Status.NOT_MODIFIED)
                || (request != null && request.method().equals(Method.HEAD))
                || isTunnel(status);
    }

    /**
     * Whether the same response head could be framed otherwise after another request: HEAD and CONNECT, rules 1 and 2.
     */
    boolean methodDecidesFraming() {
        return request != null && (tunnelOffered || request.method().equals(Method.HEAD));
    }

    /** Whether this status accepts a CONNECT: the bytes behind the head belong to the tunnel (RFC 9110 §9.3.6). */
    boolean isTunnel(Status status) {
        return tunnelOffered && status.isSuccess();
    }

    /** The version of the client's request; HTTP/1.1 if no request could be read. */
    Version clientVersion() {
        return request == null ? Version.HTTP_1_1 : request.version();
    }

    /** Whether the connection may be used for another cycle, as far as is known now. */
    boolean keepAlive() {
        return keepAlive && isOpen(client) && isOpen(server);
    }

    private static boolean isOpen(State state) {
        return state != State.CLOSED && state != State.ERROR;
    }

    boolean awaitingContinue() {
        return awaitingContinue;
    }

    // ------------------------------------------------------------------------------------------------------- signals

    void request(RequestHead head, BodyFraming framing) {
        server = next(Role.SERVER, REQUEST); // first, because it may throw: then nothing has changed
        request = head;
        keepAlive &= persists(head.version(), head.headers());
        tunnelOffered = head.method().equals(Method.CONNECT);
        upgradeOffered = offersUpgrade(head);
        // RFC 9110 §10.1.1: the expectation is about content, so a request without any has none, and HTTP/1.0 knows no
        // 1xx.
        awaitingContinue = framing != BodyFraming.Unmeasured.NONE
                && head.version() == Version.HTTP_1_1
                && head.headers().hasToken("Expect", "100-continue");
        move(Role.CLIENT, REQUEST); // last, because it adjusts the states by the fields above
    }

    /**
     * RFC 9110 §7.8. In HTTP/1.0 the field must be ignored. Without the connection option it may come from a proxy that
     * passed it on without knowing it, and so does not belong to this connection.
     */
    private static boolean offersUpgrade(RequestHead head) {
        return head.version() == Version.HTTP_1_1
                && head.headers().contains("Upgrade")
                && head.headers().hasToken("Connection", "upgrade");
    }

    /** Whether the sender of this head wants the connection to persist, in the order of the rules in RFC 9112 §9.3. */
    private static boolean persists(Version version, Headers headers) {
        if (!headers.contains("Connection")) { // nearly all heads: no need to split a list
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
        awaitingContinue &= !head.status().equals(Status.CONTINUE); // 103 (Early Hints) is no permission to send
        move(Role.SERVER, signalOf(head));
    }

    void response(ResponseHead head) {
        Signal signal = signalOf(head);
        // A final status answers the expectation, too (RFC 9110 §10.1.1). The client may still send its body, or close.
        awaitingContinue = false;
        keepAlive &= persists(head.version(), head.headers());
        if (signal == RESPONSE) { // any other final response declines the offers: the client's next bytes are HTTP
            upgradeOffered = false;
            tunnelOffered = false;
        }
        move(Role.SERVER, signal);
    }

    /** A piece of a body. It leaves the state as it is; but a client that sends its body does not wait any more. */
    void data(Role sender) {
        awaitingContinue &= sender != Role.CLIENT;
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

    /** Makes this cycle the connection's last one. */
    void disableKeepAlive() {
        keepAlive = false;
        adjust();
    }

    /** Both sides being DONE implies that keepAlive is true and that no offer is open, so only these fields change. */
    void startNext() {
        if (client != State.DONE || server != State.DONE) {
            throw new IllegalStateException(
                    "the next cycle needs both sides DONE: the client is " + client + ", the server is " + server);
        }
        client = State.IDLE;
        server = State.IDLE;
        request = null;
    }

    // -------------------------------------------------------------------------------------------------------- states

    /**
     * The state of {@code role}'s side after {@code signal}. Changes nothing.
     *
     * @throws IllegalStateException if that side must not do this now
     */
    State next(Role role, Signal signal) {
        State next = Transitions.after(role, state(role), signal);
        if (next == null) {
            throw new IllegalStateException(signal + " is not allowed: the " + role + " is in state " + state(role));
        }
        if (signal == UPGRADE_ACCEPTED && !upgradeOffered) {
            throw new IllegalStateException(signal + " is not allowed: the request has no Upgrade");
        }
        return next;
    }

    /** Whether the server may send this head; a 101 only to a request with {@code Upgrade} (RFC 9110 §15.2.2). */
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
        adjust();
    }

    /** Makes the states agree with what the heads have negotiated, and with each other. The order matters. */
    private void adjust() {
        // 1. An open offer comes before persistence: with Upgrade and Connection: close, the next bytes are still in
        // doubt.
        boolean mightSwitch = upgradeOffered || tunnelOffered;
        if (mightSwitch && client == State.DONE) {
            client = State.MIGHT_SWITCH_PROTOCOL;
        } else if (!mightSwitch && client == State.MIGHT_SWITCH_PROTOCOL) {
            client = State.DONE;
        }
        // 2. Each side completes its message before it closes, so SEND_BODY stays as it is.
        if (!keepAlive) {
            client = client == State.DONE ? State.MUST_CLOSE : client;
            server = server == State.DONE ? State.MUST_CLOSE : server;
        }
        // 3. The states that the first two have led to may change the other side's.
        Transitions.Pair coupled = Transitions.coupled(client, server);
        if (coupled != null) {
            client = coupled.client();
            server = coupled.server();
        }
    }
}
