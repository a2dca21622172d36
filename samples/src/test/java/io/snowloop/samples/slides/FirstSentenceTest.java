// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.slides;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.site.Markdown;
import org.commonmark.node.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstSentenceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "One. Two. | One.",
                "One only | One only",
                "In `a.b`. Then. | In a.b.",
                "Takes 0.5 ms. Or more. | Takes 0.5 ms.",
                "java.nio has it. So. | java.nio has it.",
                "See [the loop. It turns](a.md). Then. | See the loop.",
                "It is *long*. Then. | It is long.",
                "Is it? Yes. | Is it?",
                "Says \"no.\" Then. | Says \"no.\"",
                "(It does.) Then. | (It does.)",
                "About 3 p. m. today. Then. | About 3 p. m. today.",
                "A stop.`code` goes on. Then. | A stop.code goes on.",
                "**A label.** One. Two. | A label. One.",
                "*Only.* | Only.",
                "**Bold** word. Two. | Bold word.",
                "It waits for: this, that. | It waits for: this, that.",
            })
    void endsAtItsStop(String text, String first) {
        Node document = Markdown.parse(text);

        FirstSentence.cut(document.getFirstChild());

        assertThat(Markdown.text(document)).isEqualTo(first);
    }

    @Test
    void endsAtTheEndOfALineOfTheFile() {
        Node document = Markdown.parse("One line.\nAnother one.\n");

        FirstSentence.cut(document.getFirstChild());

        assertThat(Markdown.text(document)).isEqualTo("One line.");
    }
}
