// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.slides;

import io.snowloop.http.syntax.HtmlText;
import io.snowloop.samples.ResourceView;
import io.snowloop.samples.site.Assets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file of a deck. It stands alone: style, script and pictures are in it. */
final class SlidesFile {
    /** By this it is known as a file that may be written again. */
    private static final String MARK = "<meta name=\"generator\" content=\"snowloop slides\">";

    /** It is in so many bytes from the beginning. */
    private static final int HEAD = 1_000;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private SlidesFile() {}

    static String html(Deck deck) {
        StringBuilder slides = new StringBuilder();
        for (int i = 0; i < deck.slides().size(); i++) {
            slide(deck, i, slides);
        }
        return PLACEHOLDER
                .matcher(text("slides.html"))
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group(1)) {
                            case "generator" -> MARK;
                            case "title" -> HtmlText.escaped(deck.title());
                            case "colours" -> Assets.text("style.css");
                            case "style" -> text("slides.css");
                            case "script" -> text("slides.js");
                            case "slides" -> slides.toString();
                            default -> throw new IllegalStateException(found.group());
                        }));
    }

    private static void slide(Deck deck, int index, StringBuilder html) {
        Slide slide = deck.slides().get(index);
        html.append("<section class=\"slide ")
                .append(slide.kind().name().toLowerCase(Locale.ROOT))
                .append("\" id=\"")
                .append(index + 1)
                .append("\" aria-label=\"Slide ")
                .append(index + 1)
                .append("\">\n");
        if (!slide.above().isEmpty()) {
            html.append("<p class=\"above\">").append(slide.above()).append("</p>\n");
        }
        if (!slide.heading().isEmpty()) {
            html.append("<h2>").append(slide.heading()).append("</h2>\n");
        }
        html.append("<div class=\"body\">\n").append(slide.body()).append("</div>\n");
        html.append("<p class=\"place\">")
                .append(HtmlText.escaped(deck.title()))
                .append(" · ")
                .append(index + 1)
                .append("</p>\n");
        if (!slide.notes().isEmpty()) {
            html.append("<aside class=\"notes\" aria-label=\"Notes\" tabindex=\"0\">\n")
                    .append(slide.notes())
                    .append("</aside>\n");
        }
        html.append("</section>\n");
    }

    private static String text(String name) {
        return new String(ResourceView.bytes(SlidesFile.class, name), StandardCharsets.UTF_8);
    }

    /** Writes it, but not over a file that is something else. */
    static void write(Deck deck, Path file) throws IOException {
        if (Files.exists(file) && !isOurs(file)) {
            throw new IOException(file + " is there, and has no slides: choose another file with --output");
        }
        Files.writeString(file, html(deck));
    }

    private static boolean isOurs(Path file) throws IOException {
        if (!Files.isRegularFile(file)) { // a folder has no lines, and those of a pipe never come
            return false;
        }
        if (Files.size(file) == 0) { // as a full disk leaves it
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) { // not by lines: that of a large file may have no end
            return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1).contains(MARK);
        }
    }
}
