package io.snowloop.http.h1;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import java.nio.ByteBuffer;

/**
 * What {@link Http1Codec#next()} finds in the bytes of the peer. A message is a sequence of events:
 *
 * <pre>
 * request  = RequestHead Data* EndOfMessage
 * response = InformationalHead* ResponseHead Data* EndOfMessage
 * </pre>
 *
 * and between them an {@link Outcome} may say why no event comes now. Only a switch of protocols has no end: after a 101
 * (Switching Protocols), and after a 2xx answer to CONNECT, the head is the last event of HTTP.
 */
public sealed interface Event {
    /**
     * The start line and the header section of a request (RFC 9112 §3). Read from a peer, it has kept the rules for
     * targets and for Host.
     *
     * @param target as it stands in the request line, percent-encoding untouched: {@code /search?q=snow}
     * @param framing where the body of a received request ends. Of a head that is to be sent it is not read: the codec
     *     chooses the framing by the length of the body, see {@link Http1Codec#sendHead}
     */
    record RequestHead(Method method, String target, Version version, Headers headers, BodyFraming framing)
            implements Event {
        /** A head to send, for HTTP/1.1. */
        public RequestHead(Method method, String target, Headers headers) {
            this(method, target, Version.HTTP_1_1, headers, Unmeasured.NONE);
        }
    }

    /**
     * The start line and the header section of a final response (RFC 9112 §4).
     *
     * @param status 200 or above
     * @param reason words for people, often empty
     * @param framing where the body of a received response ends, {@code NONE} where the request or the status allows no
     *     body: HEAD, 204, 304, a 2xx to CONNECT. Of a head that is to be sent it is not read: the codec chooses the
     *     framing by the length of the body, see {@link Http1Codec#sendHead}
     */
    record ResponseHead(Status status, String reason, Version version, Headers headers, BodyFraming framing)
            implements Event {
        public ResponseHead {
            if (status.isInformational()) {
                throw new IllegalArgumentException(status + " is not final: it needs an InformationalHead");
            }
        }

        /** A head to send, for HTTP/1.1, with the usual reason phrase. */
        public ResponseHead(Status status, Headers headers) {
            this(status, status.reasonPhrase(), Version.HTTP_1_1, headers, Unmeasured.NONE);
        }
    }

    /**
     * An answer before the answer, which never has a body: 100 Continue, 103 Early Hints, 101 Switching Protocols
     * (RFC 9110 §15.2).
     *
     * @param status below 200
     */
    record InformationalHead(Status status, String reason, Version version, Headers headers) implements Event {
        public InformationalHead {
            if (!status.isInformational()) {
                throw new IllegalArgumentException(status + " is final: it needs a ResponseHead");
            }
        }

        /** A head to send, for HTTP/1.1, with the usual reason phrase. */
        public InformationalHead(Status status, Headers headers) {
            this(status, status.reasonPhrase(), Version.HTTP_1_1, headers);
        }
    }

    /**
     * A piece of the body, however the bytes happened to arrive; never empty.
     *
     * @param bytes a slice of the received bytes, not a copy: it is valid until the codec's next {@code next},
     *     {@code keep} or {@code receive}
     */
    record Data(ByteBuffer bytes) implements Event {}

    /**
     * The message is complete.
     *
     * @param trailers the fields after a chunked body, mostly none; kept apart from the headers for good reason: what
     *     has been decided by headers must not be changed afterwards (RFC 9110 §6.5)
     */
    record EndOfMessage(Headers trailers) implements Event {
        private static final EndOfMessage WITHOUT_TRAILERS = new EndOfMessage(Headers.empty());

        static EndOfMessage of(Headers trailers) {
            return trailers.isEmpty() ? WITHOUT_TRAILERS : new EndOfMessage(trailers);
        }
    }

    /** Why there is no event of a message now. */
    enum Outcome implements Event {
        /** All bytes are used; receive more. */
        NEED_DATA,
        /**
         * There may be bytes, but they must wait: they are the peer's next message while this cycle is not over
         * ({@link Http1Codec#startNextCycle} goes on), or no HTTP any more ({@link Http1Codec#trailingData} has them).
         * Stop reading from the peer.
         */
        PAUSED,
        /** The peer has ended its stream, in a place where it may. */
        CLOSED
    }
}
