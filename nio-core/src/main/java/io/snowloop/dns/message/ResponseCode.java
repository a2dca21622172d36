// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

import java.util.List;

/** The RCODEs of RFC 1035 §4.1.1, with the four bits more of RFC 6891 §6.1.3. */
public final class ResponseCode {
    /** No error: the name exists, with the records of that type or without them. */
    static final int NOERROR = 0;

    /** The server can't read the question. */
    static final int FORMERR = 1;

    /** The name does not exist, with records of any type, and none is below it (RFC 8020). */
    static final int NXDOMAIN = 3;

    /** The server can't do this. */
    static final int NOTIMP = 4;

    /** The server doesn't know this version of EDNS (RFC 6891 §9). */
    static final int BADVERS = 16;

    private static final List<String> NAMES =
            List.of("NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED");

    private ResponseCode() {}

    /** Its name, or its number if it is a rare one. */
    public static String name(int code) {
        return code < NAMES.size() ? NAMES.get(code) : "RCODE " + code;
    }
}
