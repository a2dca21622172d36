// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.http.syntax.HtmlText;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Code as HTML, with a {@code span} around each token that has a colour.
 *
 * <p>A language is one regular expression with a group for each kind of token. This is less than a parser, but it takes one
 * pass and no library: the highlighters for the JVM are parts of editors, or run JavaScript. What has no end goes to the end of the
 * text: if it were no token, the search would begin again behind its first character, and read all of the text each time.
 */
final class Highlighter {
    private static final String SHELL_COMMENT = "(?<comment>(?<![\\w$#{])#[^\\n]*)";
    private static final String STRINGS =
            "(?<string>\"\"\"[\\s\\S]*?(?:\"\"\"|\\z)|(?<!\\\\)\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\""
                    + "|(?<!\\\\)'[^'\\\\\\n]*+(?:\\\\.[^'\\\\\\n]*+)*+')";

    private static final String JAVA = "(?<comment>//[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|\\z))"
            + "|" + STRINGS
            + "|(?<annotation>@(?!interface)\\w[\\w.]*)"
            + "|\\b(?<keyword>abstract|assert|boolean|break|byte|case|catch|char|class|continue|default|do|double|else|enum"
            + "|extends|false|final|finally|float|for|if|implements|import|instanceof|int|interface|long|module|native|new"
            + "|non-sealed|null|package|permits|private|protected|public|record|return|sealed|short|static|super|switch"
            + "|synchronized|this|throw|throws|transient|true|try|var|void|volatile|while|yield)\\b"
            + "|\\b(?<number>\\d[\\w.]*)|\\b(?<type>[A-Z]\\w*)";
    private static final String SHELL = SHELL_COMMENT + "|" + STRINGS
            + "|(?<annotation>\\$\\w+|\\$\\{[^}\\n]{0,200}+\\})"
            + "|\\b(?<keyword>case|do|done|elif|else|esac|exec|exit|export|fi|for|if|in|local|return|set|shift|then|while)\\b";
    private static final String XML =
            "(?<comment><!--[\\s\\S]*?(?:-->|\\z))|(?<keyword></?[\\w:.-]+|/?>|<\\?[\\w]+|\\?>)|" + STRINGS;
    private static final String PROPERTIES =
            "(?m)(?<comment>^[ \\t]*+#[^\\n]*)|(?<keyword>^[\\w.\\-\\[\\]*{},]+(?=\\s*[=:]))";

    private static final Map<String, Language> LANGUAGES = languages();

    private Highlighter() {}

    /** An expression, and the kinds of its groups. */
    private record Language(Pattern pattern, List<String> kinds) {
        static Language of(String regex) {
            List<String> kinds = Stream.of("comment", "string", "annotation", "keyword", "number", "type")
                    .filter(kind -> regex.contains("?<" + kind + ">"))
                    .toList();
            return new Language(Pattern.compile(regex), kinds);
        }

        String kind(Matcher token) {
            return kinds.stream()
                    .filter(kind -> token.group(kind) != null)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Map<String, Language> languages() {
        Language shell = Language.of(SHELL);
        Language properties = Language.of(PROPERTIES);
        return Map.of(
                "java", Language.of(JAVA),
                "sh", shell,
                "yml", shell,
                "yaml", shell,
                "xml", Language.of(XML),
                "properties", properties,
                "config", properties);
    }

    /** A receiver of the pieces of a text, in their order. */
    @FunctionalInterface
    private interface Pieces {
        void add(@Nullable String kind, String text);
    }

    /**
     * A block of code. Without a language that is known, it is the text without colours.
     *
     * @param names those of classes: the first mention of each is a link to its source
     */
    static String block(String code, String language, SourceNames names) {
        StringBuilder html = new StringBuilder(code.length() * 2);
        Set<String> mentioned = new HashSet<>();
        split(code, language, (kind, text) -> {
            String url = "type".equals(kind) && mentioned.add(text) ? names.url(text) : null;
            if (url == null) {
                append(kind, text, html);
            } else { // crawlers do not follow it: class by class, it would add all sources to the site
                html.append("<a rel=\"nofollow\" class=\"type\" href=\"")
                        .append(HtmlText.escaped(url))
                        .append("\">");
                html.append(HtmlText.escaped(text)).append("</a>");
            }
        });
        return html.toString();
    }

    /** A file: each of its lines is an element with an anchor as on GitHub, such as {@code #L7}. */
    static String lines(String code, String language) {
        Lines lines = new Lines(code.length() * 2);
        split(code.endsWith("\n") ? code.substring(0, code.length() - 1) : code, language, lines);
        return lines.end();
    }

    private static void split(String code, String language, Pieces pieces) {
        Language known = LANGUAGES.get(language);
        int done = 0;
        if (known != null) {
            for (Matcher token = known.pattern.matcher(code); token.find(); done = token.end()) {
                pieces.add(null, code.substring(done, token.start()));
                pieces.add(known.kind(token), token.group());
            }
        }
        pieces.add(null, code.substring(done));
    }

    private static void append(@Nullable String kind, String text, StringBuilder html) {
        if (text.isEmpty()) {
            return;
        }
        html.append(kind == null ? "" : "<span class=\"" + kind + "\">")
                .append(HtmlText.escaped(text))
                .append(kind == null ? "" : "</span>");
    }

    /** Ends the tokens at the end of each line, and begins them again in the next one. */
    private static final class Lines implements Pieces {
        private final StringBuilder html;
        private int number;

        Lines(int capacity) {
            html = new StringBuilder(capacity);
            begin();
        }

        private void begin() {
            number++;
            html.append("<span class=\"line\" id=\"L").append(number).append("\">");
        }

        @Override
        public void add(@Nullable String kind, String text) {
            int from = 0;
            for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
                append(kind, text.substring(from, end), html);
                html.append("\n</span>");
                begin();
                from = end + 1;
            }
            append(kind, text.substring(from), html);
        }

        String end() {
            return html.append("\n</span>").toString();
        }
    }
}
