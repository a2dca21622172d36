package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Status;

/** Lines as RFC 9112 §2.2 has them: bytes up to a CRLF. */
final class Lines {
    static final byte CR = '\r';
    static final byte LF = '\n';

    private Lines() {}

    /**
     * The length, without its CRLF, of the line at the front of {@code bytes}; or -1 if it isn't whole yet.
     *
     * <p>A recipient may take a bare LF for a line end. We refuse it: where one party ends a line and the next one
     * doesn't, a header can hide in another.
     *
     * @param limit how long the line may be, with its CRLF
     * @param excess the status for a longer one
     */
    static int length(ByteQueue bytes, int limit, Status excess, String name) throws RemoteProtocolException {
        int lf = bytes.indexOf(LF);
        if ((lf < 0 ? bytes.size() : lf) >= limit) {
            throw new RemoteProtocolException(excess, name + " of more than " + limit + " bytes");
        }
        if (lf < 0) {
            return -1;
        }
        if (lf == 0 || bytes.get(lf - 1) != CR) {
            throw new RemoteProtocolException(Status.BAD_REQUEST, "line that ends with LF, not with CRLF");
        }
        return lf - 1;
    }

    /** Takes a line of this length, and its CRLF, off the front. */
    static void skip(ByteQueue bytes, int length) {
        bytes.skip(length + 2);
    }
}
