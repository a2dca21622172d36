package io.snowloop.http.h1;

/**
 * What one side of a connection is about to do. Each side has a state of its own, and both codecs of a connection agree
 * on both states as soon as all bytes have arrived.
 */
public enum State {
    /** Nothing of this cycle has come from this side: a client may send a request, a server waits for one. */
    IDLE,
    /** A server owes the final response; it may send informational ones (1xx) before. */
    SEND_RESPONSE,
    /** The head is out, the body is not. */
    SEND_BODY,
    /** The message is complete. When both sides are done, the next cycle may begin. */
    DONE,
    /** The message is complete and no other may follow on this connection; what remains is to close it. */
    MUST_CLOSE,
    /** This side has ended its stream. */
    CLOSED,
    /** A client has sent all of a CONNECT request or of one with {@code Upgrade}; its next byte depends on the answer. */
    MIGHT_SWITCH_PROTOCOL,
    /** The connection speaks something else from here on; this codec's work is over. */
    SWITCHED_PROTOCOL,
    /** This side has broken the protocol: nothing that it sends means anything any more. */
    ERROR
}
