// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

/**
 * What a request spends its time on. It is in one phase at a time, so the times of all phases are its total time. The order is that of a
 * request on a new connection; a connection that is used again has no {@code DNS}, {@code CONNECT}, {@code PROXY} and {@code TLS}.
 */
public enum FetchPhase {
    /** From the call to the beginning of the work: it waits for its loop, and for a connection that may be opened or is free. */
    QUEUE,

    /** The name is looked up, that of the proxy if there is one. Not for an IP address, and not for a Unix-domain socket. */
    DNS,

    /** The TCP connection is opened, with all addresses that are tried (RFC 8305). */
    CONNECT,

    /** The proxy opens a tunnel: {@code CONNECT} or SOCKS. Not where the proxy takes the request itself. */
    PROXY,

    /** The TLS handshake. */
    TLS,

    /**
     * The request is sent, until its last byte is given to the socket or its write queue. With {@code Expect: 100-continue}, the wait for
     * the 100 is a part of it.
     */
    SEND,

    /** Until the first byte of the response; that of an interim one (1xx) counts, once the request is sent. */
    WAIT,

    /**
     * Until the last byte of the response. A reader that pauses makes it longer. It may begin before the request is sent, if the server
     * answers early.
     */
    RECEIVE
}
