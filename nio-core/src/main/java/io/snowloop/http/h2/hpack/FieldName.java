// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder knows of a field's name, worked out once for all connections. Most messages have the same few names.
 *
 * @param spelled as the caller spells it, such as {@code Content-Type}
 * @param name in lower case, as it is sent (RFC 9113 §8.2.1)
 * @param literal the name as a string literal (RFC 7541 §5.2)
 * @param staticIndex its first index in the static table; 0 if it is not there
 * @param indexing what becomes of a field with this name, unless the caller decides
 */
@SuppressWarnings("ArrayRecordComponent") // it is never changed, and no two are compared
record FieldName(String spelled, String name, byte[] literal, int staticIndex, Indexing indexing) {
    /** Secrets: §7.1.3. The values of Set-Cookie are as secret as those of Cookie, and seldom come twice. */
    private static final Set<String> SECRETS = Set.of("authorization", "proxy-authorization", "set-cookie");

    /** In most messages these have another value than in the one before, which would only drive others out of the table. */
    private static final Set<String> CHANGING = Set.of(
            ":path",
            "age",
            "content-length",
            "content-range",
            "etag",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "last-modified",
            "location",
            "range");

    /**
     * A cache by hash. Names that share a slot take turns. Several loops may use it at a time without a lock: a slot has one
     * reference to an immutable object, and a loop that does not see it makes another one.
     */
    private static final @Nullable FieldName[] CACHE = new FieldName[512];

    /** Longer ones are not kept: a proxy sends names that strangers choose. */
    private static final int LONGEST_KEPT = 64;

    /**
     * Looks up a name.
     *
     * @throws IllegalArgumentException if it is not a token, with or without a colon before it
     */
    static FieldName of(String spelled) {
        int hash = spelled.hashCode();
        int slot = (hash ^ hash >>> 9) & (CACHE.length - 1);
        FieldName known = CACHE[slot];
        if (known != null && known.spelled.equals(spelled)) {
            return known;
        }
        FieldName made = make(spelled);
        if (spelled.length() <= LONGEST_KEPT) {
            CACHE[slot] = made;
        }
        return made;
    }

    private static FieldName make(String spelled) {
        if (!Grammar.isToken(spelled.startsWith(":") ? spelled.substring(1) : spelled)) {
            throw new IllegalArgumentException(
                    "name " + Printable.quote(spelled) + " of a header field is not a token");
        }
        String name = spelled.toLowerCase(Locale.ROOT);
        ByteQueue literal = new ByteQueue();
        HpackEncoder.appendString(name, Huffman.encodedLength(name), literal);
        byte[] bytes = new byte[literal.size()];
        literal.peek().get(bytes);
        return new FieldName(spelled, name, bytes, StaticTable.indexOf(name), indexingOf(name));
    }

    private static Indexing indexingOf(String name) {
        if (SECRETS.contains(name)) {
            return Indexing.NEVER;
        }
        return CHANGING.contains(name) ? Indexing.NONE : Indexing.INCREMENTAL;
    }
}
