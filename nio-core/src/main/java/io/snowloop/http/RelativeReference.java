// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.syntax.Printable;
import io.snowloop.http.syntax.UriText;

/**
 * A reference to another page of the same site: a relative reference without an authority (RFC 3986 §4.2).
 *
 * <p>Browsers read more as a host than RFC 3986 does (WHATWG URL §4.4): a backslash as a slash; and they remove tabs and
 * line ends, and blanks and controls at the beginning. All of these are encoded here, and then both read the same.
 */
final class RelativeReference {
    private RelativeReference() {}

    /**
     * The reference, with all characters encoded that no URI can hold.
     *
     * @throws IllegalArgumentException if it begins with a scheme or an authority
     */
    static String encoded(String text) {
        String reference = UriText.encode(requireNonNull(text, "location"));
        if (reference.startsWith("//") || beginsWithScheme(reference)) {
            throw new IllegalArgumentException("a redirect within the site cannot lead to " + Printable.quote(text)
                    + ": write a path, or say Response.redirectElsewhere(URI)");
        }
        return reference;
    }

    /** RFC 3986 §4.2: a colon in the first segment would end a scheme. {@code ./a:b} has none. */
    private static boolean beginsWithScheme(String reference) {
        for (int i = 0; i < reference.length(); i++) {
            char c = reference.charAt(i);
            if (c == ':') {
                return true;
            }
            if (c == '/' || c == '?' || c == '#') {
                return false;
            }
        }
        return false;
    }
}
