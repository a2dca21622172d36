// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;

/** The lines of RFC 9112 §2.2: bytes up to a CRLF. */
final class Lines {
    static final byte CR = '\r';
    static final byte LF = '\n';

    static final int INCOMPLETE = -1;
    static final int TOO_LONG = -2;

    private Lines() {}

    /**
     * The length of the line at the front of {@code bytes}, without its CRLF; {@link #INCOMPLETE} if its end has not
     * come; {@link #TOO_LONG} if it has more than {@code limit} bytes including the CRLF, or will have.
     *
     * <p>RFC 9112 §2.2 allows a recipient to take a bare LF for a line end. It is refused here: if one recipient ends a
     * line there and the next one does not, a header can hide in the value of another one. A CR elsewhere in a line is
     * refused when the line is parsed: no token, target or field value may hold one.
     */
    static int length(ByteQueue bytes, int limit) throws RemoteProtocolException {
        int lf = bytes.indexOf(LF); // goes on where the last search ended, so a slow line is searched once
        if ((lf < 0 ? bytes.size() : lf) >= limit) {
            return TOO_LONG;
        }
        boolean ended = lf > 0 && bytes.get(lf - 1) == CR;
        if (!ended && isTls(bytes)) {
            throw RemoteProtocolException.bad(
                    "a record of TLS in place of HTTP: one side speaks TLS (https), and the other one does not");
        }
        if (lf < 0) {
            return INCOMPLETE;
        }
        if (!ended) {
            throw RemoteProtocolException.bad("line that ends with LF, not with CRLF");
        }
        return lf - 1;
    }

    /** Whether they begin as an alert or a handshake does, with its version 3.x (RFC 8446 §5.1): no character of HTTP. */
    private static boolean isTls(ByteQueue bytes) {
        return bytes.size() > 1 && (bytes.get(0) == 21 || bytes.get(0) == 22) && bytes.get(1) == 3;
    }

    /** Takes a line of this length, and its CRLF, off the front. */
    static void skip(ByteQueue bytes, int length) {
        bytes.skip(length + 2);
    }
}
