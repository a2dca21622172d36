// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import io.snowloop.http.Headers;

/**
 * A name and a value, and what is known of them. A field in a table is checked once, when it enters the table, and not
 * each time a block refers to it. Immutable.
 */
public final class HeaderField {
    /**
     * A field that is not in a table.
     * @param name in lower case; with a colon before it, it is a pseudo-header field (RFC 9113 §8.3)
     * @param value may be empty
     */
    public HeaderField(String name, String value) {
        throw new UnsupportedOperationException();
    }

    /** {@return the name, as it was sent} One of the static table is a shared String. */
    public String name() {
        throw new UnsupportedOperationException();
    }

    /** {@return the value, as it was sent, in Latin-1} */
    public String value() {
        throw new UnsupportedOperationException();
    }

    /** {@return the size for the limits, in bytes: name, value and 32 (RFC 7541 §4.1, RFC 9113 §6.5.2)} */
    public int size() {
        throw new UnsupportedOperationException();
    }

    /** {@return whether the sender wants it in no table, here nor on the way on: see {@link Indexing#NEVER}} */
    public boolean isNeverIndexed() {
        throw new UnsupportedOperationException();
    }

    /** {@return whether the name begins with a colon (RFC 9113 §8.3)} */
    public boolean isPseudo() {
        throw new UnsupportedOperationException();
    }

    /**
     * {@return whether name and value have only characters that are allowed in them (RFC 9113 §8.2.1)} The name is a token
     * without upper-case letters, except that a colon may be its first character. The value has no control character, and
     * no blank at either end. A message with a field that is not so is malformed.
     */
    public boolean isWellFormed() {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds this field to others.
     * @param headers gets it at its end; the field is not checked again if it is in a table
     * @throws IllegalArgumentException if this is a pseudo-header field or not well-formed
     */
    public void addTo(Headers.Builder headers) {
        throw new UnsupportedOperationException();
    }
}
