package io.snowloop.http.h1;

import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.http.h1.BodyFraming.ContentLength;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import io.snowloop.http.h1.Event.Data;
import io.snowloop.http.h1.Event.EndOfMessage;
import org.jspecify.annotations.Nullable;

/** The reader of one body, which hands it out in whatever pieces the bytes have arrived in. */
sealed interface BodyReader permits ChunkedDecoder, BodyReader.Measured, BodyReader.UntilClose {
    /** A piece of the body or its end; null if more bytes are needed. */
    @Nullable
    Event next(Inbound in) throws RemoteProtocolException;

    /**
     * What it means that the stream has ended here. Mostly a truncated message, which must not be taken for a whole one
     * (RFC 9112 §8).
     */
    default EndOfMessage atEndOfStream() throws RemoteProtocolException {
        throw RemoteProtocolException.bad("stream ended inside of a body");
    }

    /**
     * The reader for a body that is framed like this.
     *
     * @throws RemoteProtocolException if a body is known to be over the limit already
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
        return new RemoteProtocolException(Status.CONTENT_TOO_LARGE, "body of more than " + limits.body() + " bytes");
    }

    /** Of bodies with a length given. */
    final class Measured implements BodyReader {
        /** Of messages without a body. It has no state that changes, so one is enough for all. */
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

    /** Of bodies that end with the stream: then nobody can tell whether they are whole. */
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
