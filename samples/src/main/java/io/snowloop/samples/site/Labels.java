// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.samples.Language;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The words of the frame of the pages, in one language. They are in {@code labels.txt}. */
record Labels(Language language, Map<String, String> words) {
    private static final Map<Language, Labels> ALL = parse(Assets.text("labels.txt"));

    static Labels of(Language language) {
        return java.util.Objects.requireNonNull(ALL.get(language));
    }

    /** Reads lines such as {@code next = Next = 下一页}. */
    static Map<Language, Labels> parse(String lines) {
        Map<Language, Labels> all = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            all.put(language, new Labels(language, new LinkedHashMap<>()));
        }
        lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] cells = line.split(" = ", -1);
            if (cells.length != 1 + all.size()) {
                throw new IllegalArgumentException("\"" + line + "\" is not of the form: name = English = Chinese");
            }
            int cell = 1;
            for (Labels labels : all.values()) { // in the order of the languages, as the cells are
                labels.words.put(cells[0], cells[cell]);
                cell++;
            }
        });
        return all;
    }

    /** The word of this name, before another word: a mark of Chinese needs no space behind it. */
    String before(String name) {
        String word = get(name);
        return word.endsWith("：") ? word : word + " ";
    }

    /** Where the pages of this language begin. */
    String home() {
        return language == Language.ENGLISH ? "/" : "/zh/";
    }

    /** The word of this name. */
    String get(String name) {
        String word = words.get(name);
        if (word == null) {
            throw new IllegalArgumentException("labels.txt has no \"" + name + "\"");
        }
        return word;
    }
}
