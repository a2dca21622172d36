// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

/** What becomes of a field that is in no table yet (RFC 7541 §6.2). */
public enum Indexing {
    /** It enters the dynamic table of both sides: the next time it takes one or two bytes (§6.2.1). */
    INCREMENTAL,

    /** It is sent as it is: it will not come again soon, such as a {@code Content-Length} (§6.2.2). */
    NONE,

    /**
     * It is sent as it is, and each proxy on the way must do the same (§6.2.3): a secret in a table could be found by trial,
     * from the length of what is sent (§7.1).
     */
    NEVER
}
