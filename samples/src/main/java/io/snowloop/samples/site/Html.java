// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

/** Text in HTML. */
final class Html {
    private Html() {}

    /** Text as it is written between tags, and in an attribute. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A link. */
    static String link(String url, String text) {
        return "<a href=\"" + escape(url) + "\">" + escape(text) + "</a>";
    }
}
