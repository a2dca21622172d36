// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.slides;

import io.snowloop.samples.quiz.Question;
import io.snowloop.samples.site.Markdown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.commonmark.node.Node;

/**
 * The slides of a page.
 *
 * @param title that of the page
 */
record Deck(String title, List<Slide> slides) {
    /** Reads a page. */
    static Deck of(Path page) throws IOException {
        Node document = Markdown.parse(Files.readString(page));
        try {
            document.accept(new OnePage(page));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new Cutter(Question.of(page)).deck(document);
    }
}
