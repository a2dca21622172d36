// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.http.h1.BodyFraming.ContentLength;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import io.snowloop.http.h1.Event.Data;
import io.snowloop.http.h1.Event.EndOfMessage;
import org.jspecify.annotations.Nullable;

/** The reader of one body. Its pieces are those in which the bytes arrive: no piece waits for another one. */
sealed interface BodyReader permits ChunkedDecoder, BodyReader.Measured, BodyReader.UntilClose {
    /** A piece of the body or its end; null if more bytes are needed. */
    @Nullable
    Event next(Inbound in) throws RemoteProtocolException;

    /** How many bytes it keeps of trailers that are not complete. */
    default int kept() {
        return 0;
    }

    /**
     * The event for EOF before the end of the body.
     *
     * @throws RemoteProtocolException if the framing tells the end of the body: then it is incomplete, and must not be
     *     taken for a complete one (RFC 9112 §8)
     */
    default EndOfMessage atEndOfStream() throws RemoteProtocolException {
        throw RemoteProtocolException.bad("EOF inside of a body");
    }

    /**
     * The reader of a body with this framing.
     *
     * @throws RemoteProtocolException if its length is known and over the limit: it is refused before its first byte
     */
    static BodyReader of(BodyFraming framing, Limits limits) throws RemoteProtocolException {
        if (framing == Unmeasured.NONE) {
            return Measured.NONE;
        }
        if (framing instanceof ContentLength measured) {
            if (measured.length() > limits.body()) {
                throw tooLarge(limits);
            }
            return new Measured(measured.length());
        }
        return framing == Unmeasured.CHUNKED ? new ChunkedDecoder(limits) : new UntilClose(limits);
    }

    static RemoteProtocolException tooLarge(Limits limits) {
        return RemoteProtocolException.over(
                "body", limits.body(), Status.CONTENT_TOO_LARGE, "body of more than " + limits.body() + " bytes");
    }

    /** The reader of a body of known length. */
    final class Measured implements BodyReader {
        /** The reader for messages without a body. Its state never changes, so all messages share it. */
        static final BodyReader NONE = new Measured(0);

        private long left;

        Measured(long length) {
            left = length;
        }

        @Override
        public @Nullable Event next(Inbound in) {
            if (left == 0) {
                return EndOfMessage.of(Headers.empty());
            }
            if (in.isEmpty()) {
                return null;
            }
            Data data = new Data(in.take(left));
            left -= data.bytes().remaining();
            return data;
        }
    }

    /**
     * The reader of a body that ends with EOF (RFC 9112 §6.3, rule 8). A body that was cut off looks the same as a
     * complete one, which is why a sender should use another framing.
     */
    final class UntilClose implements BodyReader {
        private final Limits limits;
        private long length;

        UntilClose(Limits limits) {
            this.limits = limits;
        }

        @Override
        public @Nullable Event next(Inbound in) throws RemoteProtocolException {
            if (in.isEmpty()) {
                return null;
            }
            Data data = new Data(in.take(Long.MAX_VALUE));
            length += data.bytes().remaining();
            if (length > limits.body()) {
                throw tooLarge(limits);
            }
            return data;
        }

        @Override
        public EndOfMessage atEndOfStream() {
            return EndOfMessage.of(Headers.empty());
        }
    }
}
