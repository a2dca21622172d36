// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a source file that a page shows: the lines between {@code // region name} and its {@code // endregion}, moved
 * to the left.
 */
record Region(String file, String name) {
    /** Reads {@code path/to/File.java#name}. */
    static Region parse(String reference) {
        int hash = reference.indexOf('#');
        if (hash < 0) {
            throw new IllegalArgumentException("\"" + reference + "\" is not of the form path/to/File.java#name");
        }
        return new Region(reference.substring(0, hash), reference.substring(hash + 1));
    }

    /** Its lines, with the marks of other regions left out. */
    List<String> lines() throws IOException {
        Path source = Project.HOME.resolve(file);
        if (!Files.isRegularFile(source)) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        List<String> lines = new ArrayList<>();
        int depth = 0;
        for (String line : Files.readAllLines(source)) {
            String mark = line.strip();
            if (depth == 0) {
                depth = mark.equals("// region " + name) ? 1 : 0;
            } else if (mark.startsWith("// region ")) {
                depth++;
            } else if (mark.equals("// endregion")) {
                if (--depth == 0) {
                    return unindented(lines);
                }
            } else {
                lines.add(line);
            }
        }
        throw new IllegalArgumentException(
                file + (depth == 0 ? " has no region " + name : ": region " + name + " has no end"));
    }

    private static List<String> unindented(List<String> lines) {
        return String.join("\n", lines).stripIndent().lines().toList();
    }
}
