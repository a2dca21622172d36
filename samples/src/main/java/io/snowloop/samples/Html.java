// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import io.snowloop.http.syntax.HtmlText;

/** Pieces of HTML. */
public final class Html {
    private Html() {}

    /** A link. */
    public static String link(String url, String text) {
        return "<a href=\"" + HtmlText.escaped(url) + "\">" + HtmlText.escaped(text) + "</a>";
    }
}
