// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.http.syntax.HtmlText;
import io.snowloop.samples.Language;

/** The links between a page and the same page in the other language. */
final class Languages {
    private Languages() {}

    private static Language other(Language language) {
        return language == Language.ENGLISH ? Language.CHINESE : Language.ENGLISH;
    }

    private static String name(Language language) {
        return language == Language.ENGLISH ? "English" : "中文";
    }

    /** For search engines: both pages name both (HTML, the link type {@code alternate}). */
    static String alternates(Layout.Place place) {
        String url = place.otherUrl();
        return url == null || place.file() == null
                ? ""
                : alternate(place.language(), String.valueOf(place.map().url(place.file())))
                        + alternate(other(place.language()), url);
    }

    private static String alternate(Language language, String url) {
        return "<link rel=\"alternate\" hreflang=\"" + language.tag() + "\" href=\"" + Page.ORIGIN
                + HtmlText.escaped(url) + "\">\n";
    }

    /** The link to the page in the other language, in the words of its readers. */
    static String link(Layout.Place place) {
        String url = place.otherUrl();
        Language other = other(place.language());
        return url == null
                ? ""
                : "<a class=\"language\" lang=\"" + other.tag() + "\" hreflang=\"" + other.tag() + "\" href=\""
                        + HtmlText.escaped(url) + "\">" + name(other) + "</a>\n";
    }

    /** The attributes of a link from the contents to a page in another language. */
    static String ofLink(Contents.Entry entry, Layout.Place place) {
        String tag = entry.language().tag();
        return entry.language() == place.language() ? "" : " lang=\"" + tag + "\" hreflang=\"" + tag + "\"";
    }
}
