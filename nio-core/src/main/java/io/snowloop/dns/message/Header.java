// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

import org.jspecify.annotations.Nullable;

/** The first twelve bytes of an answer (RFC 1035 §4.1.1), without its id. */
record Header(int flags, int questions, int answers, int authorities, int additional) {
    private static final int RESPONSE = 0x8000;
    private static final int OPCODE = 0x7800;
    private static final int AUTHORITATIVE = 0x0400;
    private static final int TRUNCATED = 0x0200;
    private static final int RECURSION_AVAILABLE = 0x0080;
    private static final int CODE = 0x000F;

    /** Null if it is not the header of an answer with this id. */
    static @Nullable Header of(MessageReader reader, int id) {
        try {
            boolean ours = reader.u16() == id;
            Header header = new Header(reader.u16(), reader.u16(), reader.u16(), reader.u16(), reader.u16());
            boolean answer = (header.flags & RESPONSE) != 0 && (header.flags & OPCODE) == 0;
            return ours && answer ? header : null;
        } catch (MalformedMessageException e) {
            return null;
        }
    }

    int code() {
        return flags & CODE;
    }

    boolean isTruncated() {
        return (flags & TRUNCATED) != 0;
    }

    /** Whether the server knows the answer itself, or looks it up. Another one can only say where to ask. */
    boolean isFromOneWhoKnows() {
        return (flags & (AUTHORITATIVE | RECURSION_AVAILABLE)) != 0;
    }
}
