// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.samples.Html;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Code in pages. Each block can be scrolled by the keyboard; the script adds a button that copies it. */
final class CodeHtml {
    private CodeHtml() {}

    /**
     * A block of code.
     *
     * @param source a link to its source; null if it has none
     */
    static String block(String code, String language, @Nullable String source) {
        String pre =
                "<pre tabindex=\"0\"><code" + (language.isEmpty() ? "" : " class=\"" + Html.escape(language) + "\"")
                        + ">" + Highlighter.block(code, language) + "</code></pre>";
        return source == null
                ? "<div class=\"code\">" + pre + "</div>"
                : "<figure class=\"code\"><figcaption>" + source + "</figcaption>" + pre + "</figure>";
    }

    /** The content of a page that shows a text file. */
    static Content file(String code, Path file, SiteMap map) {
        String name = file.getFileName().toString();
        String folder =
                map.home().relativize(file.resolveSibling("")).toString().replace('\\', '/');
        String path = map.folders(file.resolveSibling("").normalize());
        String lead = "<h1>" + Html.escape(name) + "</h1>\n<p class=\"path\">" + path + "</p>\n";
        String body = "<div class=\"code\"><pre class=\"source\" tabindex=\"0\"><code>"
                + Highlighter.lines(code, language(name, code)) + "</code></pre></div>";
        return new Content(name, "The source file " + name + " in " + folder + ".", lead, body, List.of(), Set.of());
    }

    private static String language(String name, String code) {
        return code.startsWith("#!") ? "sh" : name.substring(name.lastIndexOf('.') + 1);
    }
}
