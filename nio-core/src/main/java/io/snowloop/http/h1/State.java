// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

/**
 * The state of one side of a connection: what this side may send next. Each side has its own state, and each codec
 * tracks both. The two codecs of a connection agree on both states as soon as all bytes have arrived.
 *
 * <p>The transitions are in the tables and diagrams of {@code Transitions}.
 */
public enum State {
    /** This side has sent nothing in this cycle. A client may send a request; a server waits for one. */
    IDLE,
    /**
     * Server only: a request has come, and the final response is to be sent. Informational ones (1xx) may come before.
     */
    SEND_RESPONSE,
    /** The head is sent, the end of the body is not. A message without a body passes through this state, too. */
    SEND_BODY,
    /** The message is complete. When both sides are done, the next cycle may begin. */
    DONE,
    /** The message is complete, and no other may follow on this connection: this side is to close (RFC 9112 §9.6). */
    MUST_CLOSE,
    /** This side has ended its stream: EOF. The other side may still send. */
    CLOSED,
    /**
     * Client only: a CONNECT request, or one with {@code Upgrade}, is complete. Whether the client's next byte is HTTP
     * depends on the response (RFC 9110 §7.8, §9.3.6).
     */
    MIGHT_SWITCH_PROTOCOL,
    /** The bytes that follow are not HTTP/1.1. The codec takes no part in them. */
    SWITCHED_PROTOCOL,
    /** This side has broken the protocol. Its bytes have no meaning any more. */
    ERROR
}
