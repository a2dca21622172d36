// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import java.nio.ByteBuffer;

/**
 * What {@link Http1Codec#next()} has read from the peer. A message is a sequence of events:
 *
 * <pre>
 * request  = RequestHead Data* EndOfMessage
 * response = InformationalHead* ResponseHead Data* EndOfMessage
 * </pre>
 *
 * <p>An {@link Outcome} may come between any two of them. It says why there is no event of a message now. The events of
 * a message don't depend on the pieces in which its bytes arrive, except that a body is cut into {@code Data} where the
 * bytes were.
 *
 * <p>After a 101 (Switching Protocols), and after a 2xx response to CONNECT, no {@code EndOfMessage} follows: the head
 * is the last event, and the bytes behind it are not HTTP ({@link Http1Codec#trailingData}).
 */
public sealed interface Event {
    /**
     * The start line and the header section of a request (RFC 9112 §3). The target and Host of a received one are valid (RFC
     * 9112 §3.2).
     *
     * @param method of the request line
     * @param target as it is in the request line, not decoded: {@code /search?q=snow}
     * @param version of the sender
     * @param headers all fields, in their order
     * @param framing where the body of a received request ends. Of a head that is to be sent it is not read: the codec
     *     chooses the framing by the length of the body, see {@link Http1Codec#sendHead}
     */
    record RequestHead(Method method, String target, Version version, Headers headers, BodyFraming framing)
            implements Event {
        /**
         * A head to send, for HTTP/1.1.
         * @param method of the request line
         * @param target as it is to be in the request line
         * @param headers with exactly one {@code Host}
         */
        public RequestHead(Method method, String target, Headers headers) {
            this(method, target, Version.HTTP_1_1, headers, Unmeasured.NONE);
        }
    }

    /**
     * The start line and the header section of a final response (RFC 9112 §4).
     * @param status 200 or above
     * @param reason a text for people, often empty; programs should not read it (RFC 9112 §4)
     * @param version of the sender
     * @param headers all fields, in their order
     * @param framing where the body of a received response ends, {@code NONE} where the request or the status allows no
     *     body: HEAD, 204, 304, a 2xx to CONNECT. Of a head that is to be sent it is not read: the codec chooses the framing
     *     by the length of the body, see {@link Http1Codec#sendHead}
     */
    record ResponseHead(Status status, String reason, Version version, Headers headers, BodyFraming framing)
            implements Event {
        /**
         * A head with all its parts.
         * @param status 200 or above
         * @param reason may be empty
         * @param version of the sender
         * @param headers all fields, in their order
         * @param framing where the body ends
         * @throws IllegalArgumentException if the status is an informational one
         */
        public ResponseHead {
            if (status.isInformational()) {
                throw new IllegalArgumentException(
                        status
                                + " is not final, so it is no response: give one from 200 on (an InformationalHead has this one)");
            }
        }

        /**
         * A head to send, for HTTP/1.1, with the usual reason phrase.
         * @param status 200 or above
         * @param headers the framing and {@code Connection} are added by the codec
         */
        public ResponseHead(Status status, Headers headers) {
            this(status, status.reasonPhrase(), Version.HTTP_1_1, headers, Unmeasured.NONE);
        }
    }

    /**
     * The start line and the header section of an informational response (RFC 9110 §15.2), which comes before the final one
     * and has no body: 100 (Continue), 101 (Switching Protocols), 103 (Early Hints).
     *
     * @param status below 200
     * @param reason a text for people, often empty
     * @param version of the sender
     * @param headers all fields, in their order
     */
    record InformationalHead(Status status, String reason, Version version, Headers headers) implements Event {
        /**
         * A head with all its parts.
         * @param status below 200
         * @param reason may be empty
         * @param version of the sender
         * @param headers all fields, in their order
         * @throws IllegalArgumentException if the status is a final one
         */
        public InformationalHead {
            if (!status.isInformational()) {
                throw new IllegalArgumentException(status + " is final: it needs a ResponseHead");
            }
        }

        /**
         * A head to send, for HTTP/1.1, with the usual reason phrase.
         * @param status below 200
         * @param headers such as {@code Link}, with 103
         */
        public InformationalHead(Status status, Headers headers) {
            this(status, status.reasonPhrase(), Version.HTTP_1_1, headers);
        }
    }

    /**
     * A piece of the body, of at least one byte. Where a body is cut into pieces has no meaning.
     *
     * @param bytes a slice of the received bytes, not a copy: it is valid until the codec's next {@code next},
     *     {@code keep} or {@code receive}
     */
    record Data(ByteBuffer bytes) implements Event {}

    /**
     * The message is complete.
     *
     * @param trailers the fields after a chunked body, mostly none. They are not merged into the headers, since the
     *     message has been processed by its headers already (RFC 9110 §6.5.1)
     */
    record EndOfMessage(Headers trailers) implements Event {
        private static final EndOfMessage WITHOUT_TRAILERS = new EndOfMessage(Headers.empty());

        static EndOfMessage of(Headers trailers) {
            return trailers.isEmpty() ? WITHOUT_TRAILERS : new EndOfMessage(trailers);
        }
    }

    /** The reason for which there is no event of a message now. */
    enum Outcome implements Event {
        /** All bytes are used: receive more. */
        NEED_DATA,
        /**
         * Stop reading from the peer. Its bytes, if there are any, are its next message, which is read after
         * {@link Http1Codec#startNextCycle}; or they are not HTTP any more, see {@link Http1Codec#trailingData}.
         */
        PAUSED,
        /** The peer has ended its stream between two messages, where this is allowed. */
        CLOSED
    }
}
