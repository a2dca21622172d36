// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static java.util.Objects.requireNonNull;

/** Text in HTML. */
public final class HtmlText {
    private HtmlText() {}

    /** {@code text} as it is written between tags, and in an attribute with quotes. */
    public static String escaped(String text) {
        return requireNonNull(text, "text")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
