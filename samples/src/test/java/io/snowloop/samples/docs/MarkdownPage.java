package io.snowloop.samples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page whose blocks of code come from regions: a comment that names the region, and below it a fenced block.
 *
 * <pre>{@code
 * <!-- region nio-core/src/main/java/io/snowloop/loop/EventLoop.java#turn -->
 * ```java
 * ...
 * ```
 * }</pre>
 */
record MarkdownPage(Path file, List<String> lines) {
    private static final Pattern REFERENCE = Pattern.compile("<!-- region (\\S+) -->");
    private static final String FENCE = "```";

    static MarkdownPage read(Path file) throws IOException {
        return new MarkdownPage(file, Files.readAllLines(file));
    }

    /** The page as it is when all its blocks are those of the sources. */
    List<String> updated() throws IOException {
        List<String> updated = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            updated.add(lines.get(i));
            Matcher reference = REFERENCE.matcher(lines.get(i));
            if (reference.matches()) {
                requireFence(i + 1, reference.group(1));
                updated.add(lines.get(i + 1));
                updated.addAll(Region.parse(reference.group(1)).lines());
                i = closingFence(i + 2);
                updated.add(FENCE);
            }
        }
        return updated;
    }

    /** The regions that it shows. */
    List<Region> regions() {
        return lines.stream()
                .map(REFERENCE::matcher)
                .filter(Matcher::matches)
                .map(reference -> Region.parse(reference.group(1)))
                .toList();
    }

    private void requireFence(int index, String reference) {
        if (index >= lines.size() || !lines.get(index).startsWith(FENCE)) {
            throw new IllegalArgumentException(
                    Project.name(file) + ": below the region " + reference + " there has to be a fenced block");
        }
    }

    private int closingFence(int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).equals(FENCE)) {
                return i;
            }
        }
        throw new IllegalArgumentException(Project.name(file) + ": the block above line " + from + " has no end");
    }
}
