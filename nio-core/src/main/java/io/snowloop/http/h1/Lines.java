package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;

/** Lines as RFC 9112 §2.2 has them: bytes up to a CRLF. */
final class Lines {
    static final byte CR = '\r';
    static final byte LF = '\n';

    static final int NOT_WHOLE = -1;
    static final int TOO_LONG = -2;

    private Lines() {}

    /**
     * The length, without its CRLF, of the line at the front of {@code bytes}; {@link #NOT_WHOLE} if its end is not
     * there yet, {@link #TOO_LONG} if it has more than {@code limit} bytes with its CRLF, or is bound to.
     *
     * <p>A recipient may take a bare LF for a line end. We refuse it: where one party ends a line and the next one
     * doesn't, a header can hide in another.
     */
    static int length(ByteQueue bytes, int limit) throws RemoteProtocolException {
        int lf = bytes.indexOf(LF);
        if ((lf < 0 ? bytes.size() : lf) >= limit) {
            return TOO_LONG;
        }
        if (lf < 0) {
            return NOT_WHOLE;
        }
        if (lf == 0 || bytes.get(lf - 1) != CR) {
            throw RemoteProtocolException.bad("line that ends with LF, not with CRLF");
        }
        return lf - 1;
    }

    /** Takes a line of this length, and its CRLF, off the front. */
    static void skip(ByteQueue bytes, int length) {
        bytes.skip(length + 2);
    }
}
