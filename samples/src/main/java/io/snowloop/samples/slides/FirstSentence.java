// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.slides;

import io.snowloop.samples.site.Markdown;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.Emphasis;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/** Shortens prose by a rule: what is behind the first sentence is taken out of the document. */
final class FirstSentence {
    /** A full stop before a blank, unless the next word says that the sentence goes on, as in "3 a. m. today". */
    private static final Pattern END = Pattern.compile("[.!?][\")]*(?=\\s+(?![a-z])|$)");

    private FirstSentence() {}

    /** Cuts a block with text behind the end of its first sentence. A label before it, in bold or italic type, stays. */
    static void cut(Node block) {
        Node first = block.getFirstChild();
        boolean label = (first instanceof StrongEmphasis || first instanceof Emphasis) && first.getNext() != null;
        cutFrom(label && Markdown.text(first).endsWith(".") ? first.getNext() : first, block);
    }

    /** Looks in a node and in those beside it. Returns whether the end was found. */
    private static boolean cutFrom(@Nullable Node start, Node block) {
        for (Node node = start; node != null; node = node.getNext()) {
            boolean found = node instanceof Text text ? endsIn(text, block) : cutFrom(node.getFirstChild(), block);
            if (found) {
                while (node.getNext() != null) {
                    node.getNext().unlink();
                }
                return true;
            }
        }
        return false;
    }

    private static boolean endsIn(Text text, Node block) {
        Matcher end = END.matcher(text.getLiteral());
        while (end.find()) {
            boolean last = end.end() == text.getLiteral().length();
            if (!last || isBreak(following(text, block))) {
                text.setLiteral(text.getLiteral().substring(0, end.end()));
                return true;
            }
        }
        return false;
    }

    /** A stop at the end of a text ends a sentence if no word follows at once, as in {@code java.}<code>nio</code>. */
    private static boolean isBreak(@Nullable Node next) {
        return next == null
                || (next instanceof SoftLineBreak && !(next.getNext() instanceof Text text && isLowerCase(text)))
                || (next instanceof Text text && text.getLiteral().startsWith(" "));
    }

    private static boolean isLowerCase(Text text) {
        return !text.getLiteral().isEmpty()
                && Character.isLowerCase(text.getLiteral().charAt(0));
    }

    private static @Nullable Node following(Node node, Node block) {
        Node at = node;
        while (at != block && at.getNext() == null) {
            at = at.getParent();
        }
        return at == block ? null : at.getNext();
    }
}
