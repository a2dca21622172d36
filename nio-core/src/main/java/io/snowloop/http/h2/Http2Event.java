// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Http2Codec#next()} has read from the peer. The messages of a stream are a sequence of events, between those of
 * other streams:
 *
 * <pre>
 * request  = RequestHead Data* Trailers?
 * response = InformationalHead* ResponseHead Data* Trailers?
 * </pre>
 *
 * <p>The last event of a message has {@code endOfStream}, or is {@code Trailers}. A {@link Reset} may end it at any place.
 */
public sealed interface Http2Event {
    /**
     * The pseudo-fields and fields of a request (RFC 9113 §8.3.1). Those of a received one are valid.
     *
     * @param stream its number; 0 in a head that is to be sent
     * @param method from {@code :method}
     * @param scheme from {@code :scheme}; empty with CONNECT, unless there is a protocol
     * @param authority from {@code :authority}; null if there is none
     * @param path from {@code :path}, with the query, not decoded; empty with CONNECT, unless there is a protocol
     * @param protocol from {@code :protocol}, of an extended CONNECT (RFC 8441); null if there is none
     * @param headers all fields, in their order. A received request has {@code Host} in front, which is made of the authority
     *     where it is missing, and one {@code Cookie} in place of several (§8.2.3): a handler reads the same fields as with
     *     HTTP/1.1. Names are in lower case, but {@code Host} and {@code Cookie}
     * @param endOfStream whether the request has neither a body nor trailers; not read in a head that is to be sent
     */
    record RequestHead(
            int stream,
            Method method,
            String scheme,
            @Nullable String authority,
            String path,
            @Nullable String protocol,
            Headers headers,
            boolean endOfStream)
            implements Http2Event {
        /**
         * A head to send.
         * @param method all but CONNECT
         * @param scheme {@code http} or {@code https}
         * @param authority the host, and the port if it is not the scheme's
         * @param path with the query: {@code /search?q=snow}
         * @param headers a {@code Host} is left out: the authority is in its place
         */
        public RequestHead(Method method, String scheme, String authority, String path, Headers headers) {
            this(0, method, scheme, authority, path, null, headers, false);
        }

        /**
         * {@return a CONNECT to send (§8.5): it asks a proxy for a tunnel}
         * @param authority host and port
         * @param headers for the proxy
         */
        public static RequestHead connect(String authority, Headers headers) {
            return new RequestHead(0, Method.CONNECT, "", authority, "", null, headers, false);
        }

        /** {@return the length of the body in bytes: 0 if there is none, -1 if the head does not tell it} */
        public long length() {
            return MessageLength.of(headers, endOfStream);
        }
    }

    /**
     * The status and the fields of a final response (RFC 9113 §8.3.2).
     *
     * @param stream that of the request
     * @param status 200 or above
     * @param headers all fields, in their order; names are in lower case
     * @param endOfStream whether the response has neither a body nor trailers
     */
    record ResponseHead(int stream, Status status, Headers headers, boolean endOfStream) implements Http2Event {
        /**
         * {@return the length of the body in bytes: 0 if there is none, -1 if the head does not tell it} Not for a response to
         * HEAD: its Content-Length is the length that GET would have, and no body follows.
         */
        public long length() {
            return MessageLength.of(headers, endOfStream);
        }
    }

    /**
     * An informational response (RFC 9110 §15.2), before the final one: 100 (Continue), 103 (Early Hints). There is no 101
     * (RFC 9113 §8.6).
     *
     * @param stream that of the request
     * @param status below 200
     * @param headers all fields, in their order
     */
    record InformationalHead(int stream, Status status, Headers headers) implements Http2Event {}

    /**
     * A piece of a body. Where a body is cut into pieces has no meaning.
     *
     * @param stream the body's
     * @param bytes a slice of the received bytes, not a copy: it is valid until the codec's next {@code next}, {@code keep} or
     *     {@code receive}. It may be empty at the end of the stream. {@link Http2Codec#consumed} must be told of each byte
     * @param endOfStream whether the message is complete
     */
    record Data(int stream, ByteBuffer bytes, boolean endOfStream) implements Http2Event {}

    /**
     * The fields behind a body. The message is complete.
     *
     * @param stream the message's
     * @param headers not merged into those of the head (RFC 9110 §6.5.1)
     */
    record Trailers(int stream, Headers headers) implements Http2Event {}

    /**
     * A stream has ended before its messages were complete. Nothing more can be sent on it.
     *
     * <p>Also a stream of which no head came as an event may be reset: one with a malformed or refused request.
     *
     * @param stream the number
     * @param code {@link ErrorCode#REFUSED_STREAM}: the peer has not processed the request, which may be sent again. So a
     *     stream ends which the peer's GOAWAY has left out. {@link ErrorCode#NO_ERROR} from a server, behind its complete
     *     response: the rest of the request is not needed
     * @param byPeer whether the peer has sent it. Otherwise the codec did, because the peer has broken a rule on this stream
     *     (RFC 9113 §5.4.2)
     * @param reason which rule; empty if it was the peer
     */
    record Reset(int stream, ErrorCode code, boolean byPeer, String reason) implements Http2Event {}

    /**
     * More may be sent on a stream than before: {@link Http2Codec#room} may have grown.
     *
     * @param stream the number; 0 for all streams
     */
    record WindowOpened(int stream) implements Http2Event {}

    /** The peer has sent settings, and they are in force: {@link Http2Codec#streamsLeft} may have grown, for instance. */
    record SettingsReceived() implements Http2Event {}

    /**
     * The answer to our {@link Http2Codec#ping}.
     * @param data of the ping
     */
    record Pong(long data) implements Http2Event {}

    /**
     * The peer takes no new streams (RFC 9113 §6.8). The streams that it takes no more, those above {@code lastStream}, follow
     * as {@link Reset} events with REFUSED_STREAM. The others go on. It may come again, with a lower number.
     *
     * @param lastStream the highest one of ours that the peer has processed or will process
     * @param code why
     * @param debug for people; Latin-1, at most 256 characters of it, without control characters
     */
    record GoAway(int lastStream, ErrorCode code, String debug) implements Http2Event {}

    /** The reason for which there is no other event now. */
    enum Outcome implements Http2Event {
        /** All bytes are used: receive more. */
        NEED_DATA,
        /** The peer has ended its stream of bytes: no more events follow. Streams that are not closed have broken off. */
        CLOSED
    }
}
