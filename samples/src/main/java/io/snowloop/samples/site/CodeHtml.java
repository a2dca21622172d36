// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.http.syntax.HtmlText;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Code in pages. Each block can be scrolled by the keyboard; the script adds a button that copies it. */
public final class CodeHtml {
    private CodeHtml() {}

    /** A block of code that is no part of a source file. */
    public static String block(String code, String language) {
        return block(code, language, null, SourceNames.NONE);
    }

    /**
     * A block of code.
     *
     * @param source a link to its source; null if it has none
     * @param names what the names of classes in it stand for
     */
    static String block(String code, String language, @Nullable String source, SourceNames names) {
        String pre = "<pre tabindex=\"0\"><code"
                + (language.isEmpty() ? "" : " class=\"" + HtmlText.escaped(language) + "\"") + ">"
                + Highlighter.block(code, language, names) + "</code></pre>";
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
        String lead = "<h1>" + HtmlText.escaped(name) + "</h1>\n<p class=\"path\">" + path + "</p>\n";
        String body = "<div class=\"code\"><pre class=\"source\" tabindex=\"0\"><code>"
                + Highlighter.lines(code, language(name, code)) + "</code></pre></div>";
        return new Content(name, "The source file " + name + " in " + folder + ".", lead, body, List.of(), Set.of());
    }

    private static String language(String name, String code) {
        return code.startsWith("#!") ? "sh" : name.substring(name.lastIndexOf('.') + 1);
    }
}
