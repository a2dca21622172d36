// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The words of {@code docs/zh/glossary.md}: what a term is in Chinese, and what it is not. */
record Glossary(List<Term> terms) {
    private static final String SEPARATOR = "、";

    /**
     * A row of a table.
     *
     * @param chinese one of these words stands for it
     * @param wrong these words do not
     * @param required the translation of a paragraph that has the term stands on a page that has the Chinese word
     */
    record Term(String english, List<String> chinese, List<String> wrong, boolean required) {
        /** The term stands in this text, also as a plural, and with a space or a hyphen between its words. */
        boolean isIn(String text) {
            String words = english.replaceAll("[- ]", "[- ]?");
            return Pattern.compile("(?i)(?<![\\w-])" + words + "(?:e?s)?(?![\\w-])")
                    .matcher(text)
                    .find();
        }
    }

    static Glossary read() throws IOException {
        return parse(Files.readAllLines(Translation.GLOSSARY));
    }

    static Glossary parse(List<String> lines) {
        List<Term> terms = new ArrayList<>();
        for (String line : lines) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 6 && !cells[1].strip().equals("英文") && !cells[1].contains("---")) {
                terms.add(new Term(
                        cells[1].strip(),
                        words(cells[2]),
                        words(cells[3]),
                        cells[4].strip().equals("是")));
            }
        }
        return new Glossary(terms);
    }

    private static List<String> words(String cell) {
        return cell.isBlank() ? List.of() : List.of(cell.strip().split(SEPARATOR, -1));
    }

    /** The words that should not stand in this text, each with the right one. */
    List<String> wrong(String text) {
        List<String> found = new ArrayList<>();
        for (Term term : terms) {
            for (String word : term.wrong) {
                if (text.contains(word)) {
                    found.add(word + " is " + String.join(SEPARATOR, term.chinese) + " (" + term.english + ")");
                }
            }
        }
        return found;
    }

    /** The terms that stand in a paragraph of the source, while none of their Chinese words stands in the translation. */
    List<String> missing(String source, String translation) {
        return terms.stream()
                .filter(term -> term.required && term.isIn(source))
                .filter(term -> term.chinese.stream().noneMatch(translation::contains))
                .map(term -> term.english + " is " + String.join(SEPARATOR, term.chinese))
                .toList();
    }
}
