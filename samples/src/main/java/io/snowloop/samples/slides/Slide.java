// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.slides;

/**
 * One slide.
 *
 * @param above what stands above the heading in small type: the heading that this one is below; empty if there is none
 * @param heading its heading, HTML; that of a slide that goes on with a section is the same as of the one before
 * @param kind the class of its element
 * @param body HTML
 * @param notes the whole text of which the slide shows a part, HTML
 */
record Slide(String above, String heading, Kind kind, String body, String notes) {
    /** What is on it. */
    enum Kind {
        /** The title of the page. */
        TITLE,
        /** Text, code, tables. */
        TEXT,
        /** A picture, which takes all the room. */
        FIGURE,
        /** A question, before its answer. */
        QUESTION,
        /** The answer to the question of the slide before. */
        ANSWER
    }
}
