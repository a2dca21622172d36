// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of Markdown, or a source file with Javadoc, whose blocks of code come from regions: a comment that names the region,
 * and below it a block.
 *
 * <pre>{@code
 * <!-- region nio-core/src/main/java/io/snowloop/loop/EventLoop.java#turn -->
 * ```java
 * ...
 * ```
 * }</pre>
 *
 * <p>In Javadoc, each line begins with a star, and the block is a {@code <pre>} with a {@code code} tag.
 */
record Page(Path file, List<String> lines) {
    private static final Pattern REFERENCE = Pattern.compile("(\\s*\\* )?<!-- region (\\S+) -->");

    static Page read(Path file) throws IOException {
        return new Page(file, Files.readAllLines(file));
    }

    /** The page as it is when all its blocks are those of the sources. */
    List<String> updated() throws IOException {
        List<String> updated = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            updated.add(lines.get(i));
            Matcher reference = REFERENCE.matcher(lines.get(i));
            if (reference.matches()) {
                String margin = reference.group(1) == null ? "" : reference.group(1);
                String end = margin + (margin.isEmpty() ? "```" : "}</pre>");
                requireBlock(i + 1, margin + (margin.isEmpty() ? "```" : "<pre>{@code"), reference.group(2));
                updated.add(lines.get(i + 1));
                for (String line : Region.parse(reference.group(2)).lines()) {
                    updated.add((margin + line).stripTrailing());
                }
                i = indexOf(end, i + 2);
                updated.add(end);
            }
        }
        return updated;
    }

    /** The regions that it shows. */
    List<Region> regions() {
        return lines.stream()
                .map(REFERENCE::matcher)
                .filter(Matcher::matches)
                .map(reference -> Region.parse(reference.group(2)))
                .toList();
    }

    private void requireBlock(int index, String begin, String reference) {
        if (index >= lines.size() || !lines.get(index).startsWith(begin)) {
            throw new IllegalArgumentException(
                    Project.name(file) + ": below the region " + reference + " there has to be a block: " + begin);
        }
    }

    private int indexOf(String end, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).equals(end)) {
                return i;
            }
        }
        throw new IllegalArgumentException(Project.name(file) + ": the block above line " + from + " has no end");
    }
}
