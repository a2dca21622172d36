// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.quiz;

import io.snowloop.samples.site.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The questions of all pages. */
public final class Questions {
    private Questions() {}

    /** All of them, page by page in the order of the names of the pages. */
    public static List<Question> all() throws IOException {
        List<Question> questions = new ArrayList<>();
        Path chinese = docs().resolve("zh"); // the same questions
        try (Stream<Path> files = Files.walk(docs())) {
            for (Path page : files.filter(file -> file.toString().endsWith(".md") && !file.startsWith(chinese))
                    .sorted()
                    .toList()) {
                questions.addAll(Question.of(page));
            }
        }
        return questions;
    }

    private static Path docs() {
        return Checkout.home().resolve("docs");
    }

    static String name(Question question) {
        return name(question.page());
    }

    /** The name by which a user knows a page: {@code the-loop}, {@code zoo}. */
    public static String name(Path page) {
        Path path = docs().relativize(page);
        return path.toString().replace('\\', '/').replaceAll("(/README)?\\.md$", "");
    }
}
