// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

/** Text in HTML, and in SVG. */
public final class Html {
    private Html() {}

    /** Text as it is written between tags, and in an attribute. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A link. */
    public static String link(String url, String text) {
        return "<a href=\"" + escape(url) + "\">" + escape(text) + "</a>";
    }
}
