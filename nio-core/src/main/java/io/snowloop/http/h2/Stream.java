// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h2.Transitions.Signal;

/** One request and its response: the state of the stream, its windows, and both messages. */
final class Stream {
    final int number;

    /** Of the request: it decides on the body of the response. */
    final Method method;

    final FlowWindow sendWindow;
    final ReceiveWindow receiveWindow;
    final Incoming incoming = new Incoming();
    final Outgoing outgoing = new Outgoing();

    Priority priority = Priority.DEFAULT;

    /** Whether the caller has data to send: see {@link SendOrder}. */
    boolean wantsToSend;

    /** Whether the client waits for a 100 before it sends its body. */
    boolean awaitsContinue;

    private StreamState state = StreamState.IDLE;

    Stream(int number, Method method, int sendWindow, int receiveWindow) {
        this.number = number;
        this.method = method;
        this.sendWindow = new FlowWindow(sendWindow);
        this.receiveWindow = new ReceiveWindow(receiveWindow);
    }

    StreamState state() {
        return state;
    }

    boolean allows(Signal signal) {
        return Transitions.after(state, signal) != null;
    }

    /** Goes to the next state. The caller has made sure that there is one. */
    void move(Signal signal) {
        StreamState after = Transitions.after(state, signal);
        if (after == null) {
            throw new IllegalStateException("stream " + number + " is " + state + ": no " + signal + " is allowed");
        }
        state = after;
    }

    boolean isClosed() {
        return state == StreamState.CLOSED;
    }

    /** Whether no body follows a response with this status (RFC 9110 §6.4.1). */
    boolean isBodiless(Status status) {
        return method.equals(Method.HEAD) || status.equals(Status.NO_CONTENT) || status.equals(Status.NOT_MODIFIED);
    }

    /** Whether this status accepts a CONNECT: the data that follows belongs to the tunnel (RFC 9113 §8.5). */
    boolean isTunnel(Status status) {
        return method.equals(Method.CONNECT) && status.isSuccess();
    }
}
