// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What other systems call the things that these pages are about. A reader who comes from there searches for their words. */
final class OtherWords {
    private final Map<String, List<Place>> places = new LinkedHashMap<>();

    /**
     * A part of a page.
     *
     * @param page its path, from the folder of the docs on
     * @param id the anchor of its heading; empty for the whole page
     */
    record Place(String page, String id) {
        private static Place parse(String text) {
            int hash = text.indexOf('#');
            return hash < 0 ? new Place(text, "") : new Place(text.substring(0, hash), text.substring(hash + 1));
        }
    }

    /** Reads lines such as {@code goroutine, fiber = when-not-to.md#virtual-threads}; those with a number sign are comments. */
    static OtherWords parse(String lines) {
        OtherWords words = new OtherWords();
        lines.lines().filter(line -> !line.startsWith("#")).forEach(words::add);
        return words;
    }

    private void add(String line) {
        int equals = line.lastIndexOf(" = ");
        List<Place> here = List.of(line.substring(equals + 3).split(" ", -1)).stream()
                .map(Place::parse)
                .toList();
        for (String theirs : line.substring(0, equals).split(",", -1)) {
            if (places.put(normal(theirs), here) != null) {
                throw new IllegalArgumentException("there are two lines with \"" + theirs.strip() + "\"");
            }
        }
    }

    /** All of their words. */
    Iterable<String> all() {
        return places.keySet();
    }

    /** Where it is here; empty if the query is no word of theirs. */
    List<Place> of(String query) {
        return places.getOrDefault(normal(query), List.of());
    }

    private static String normal(String words) {
        return String.join(" ", Search.words(words));
    }
}
