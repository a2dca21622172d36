// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.slides;

/**
 * A part of a slide: a paragraph, a list or some items of one, code, a table.
 *
 * @param html what is shown
 * @param notes the whole of it, HTML
 * @param lines its height, in lines of text
 * @param isText whether it may introduce the part below it
 */
record Part(String html, String notes, double lines, boolean isText) {
    /** So many lines of text have room below a heading. */
    static final double ROOM = 12.5;

    /** So many characters have room in a line of text. */
    private static final double WIDTH = 74;

    /** Room between two parts. */
    private static final double GAP = 0.6;

    /** A paragraph, or an item of a list. */
    static Part text(String html, String notes, String text) {
        return new Part(html, notes, lines(text.length()) + GAP, true);
    }

    /** How many lines so many characters take. */
    static double lines(double characters) {
        return Math.ceil(Math.max(1, characters) / WIDTH);
    }
}
