// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Headers;
import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import org.jspecify.annotations.Nullable;

/**
 * A name and a value, and what is known of them. A field in a table is checked once, when it enters the table, and not
 * each time a block refers to it. Immutable.
 */
public final class HeaderField {
    /** What each field adds to its size: an estimate of what it costs to store it (RFC 7541 §4.1). */
    static final int OVERHEAD = 32;

    private final String name;
    private final String value;
    private final boolean goodName;
    private final boolean goodValue;
    private final boolean neverIndexed;

    /** This field alone: to add it to others needs no check. Null if the field is in no table, or must not be added. */
    private final @Nullable Headers alone;

    /**
     * A field that is not in a table.
     * @param name in lower case; with a colon before it, it is a pseudo-header field (RFC 9113 §8.3)
     * @param value may be empty
     */
    public HeaderField(String name, String value) {
        this(
                requireNonNull(name, "name"),
                isGoodName(name),
                requireNonNull(value, "value"),
                Grammar.isFieldValue(value),
                Indexing.NONE);
    }

    /**
     * A field whose parts have been checked.
     *
     * @param indexing {@link Indexing#INCREMENTAL} of one that enters a table from which it will be taken again
     */
    HeaderField(String name, boolean goodName, String value, boolean goodValue, Indexing indexing) {
        this.name = name;
        this.value = value;
        this.goodName = goodName;
        this.goodValue = goodValue;
        this.neverIndexed = indexing == Indexing.NEVER;
        boolean again = indexing == Indexing.INCREMENTAL && goodName && goodValue && !isPseudo();
        this.alone = again ? Headers.of(name, value) : null;
    }

    /** Whether it is a token without upper-case letters, with a colon before it or not (RFC 9113 §8.2.1). */
    static boolean isGoodName(String name) {
        int from = name.startsWith(":") ? 1 : 0;
        for (int i = from; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Grammar.isTokenChar(c) || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return name.length() > from;
    }

    /** {@return the name, as it was sent} One of the static table is a shared String. */
    public String name() {
        return name;
    }

    /** {@return the value, as it was sent, in Latin-1} */
    public String value() {
        return value;
    }

    /** {@return the size for the limits, in bytes: name, value and 32 (RFC 7541 §4.1, RFC 9113 §6.5.2)} */
    public int size() {
        return name.length() + value.length() + OVERHEAD;
    }

    /** {@return whether the sender wants it in no table, here nor on the way on: see {@link Indexing#NEVER}} */
    public boolean isNeverIndexed() {
        return neverIndexed;
    }

    /** {@return whether the name begins with a colon (RFC 9113 §8.3)} */
    public boolean isPseudo() {
        return name.startsWith(":");
    }

    /** Whether a field with this name can be well-formed. */
    boolean hasGoodName() {
        return goodName;
    }

    /**
     * {@return whether name and value have only characters that are allowed in them (RFC 9113 §8.2.1)} The name is a token
     * without upper-case letters, except that a colon may be its first character. The value has no control character, and
     * no blank at either end. A message with a field that is not so is malformed.
     */
    public boolean isWellFormed() {
        return goodName && goodValue;
    }

    /**
     * Adds this field to others.
     * @param headers gets it at its end; the field is not checked again if it is in a table
     * @throws IllegalArgumentException if this is a pseudo-header field or not well-formed
     */
    public void addTo(Headers.Builder headers) {
        requireNonNull(headers, "headers");
        if (alone != null) {
            headers.addAll(alone);
        } else if (isWellFormed()) {
            headers.add(name, value); // which refuses a colon
        } else {
            throw new IllegalArgumentException("malformed header field " + this);
        }
    }

    /** For logs: the value is left out, as it may be a secret. */
    @Override
    public String toString() {
        return Printable.quote(name);
    }
}
