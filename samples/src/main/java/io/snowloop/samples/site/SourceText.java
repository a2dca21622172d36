// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sources of the samples as a page shows them. */
public final class SourceText {
    private SourceText() {}

    /** The lines of a class, without its package and imports. */
    public static List<String> of(Class<?> type) throws IOException {
        return of("samples/src/main/java/" + type.getName().replace('.', '/') + ".java");
    }

    /** The lines of a file, without its package and imports. Its path is from the folder of the project on. */
    public static List<String> of(String path) throws IOException {
        Path file = Checkout.home().resolve(path);
        List<String> lines = Files.readAllLines(file);
        int first = 0;
        while (!lines.get(first).startsWith("/**")) {
            first++;
        }
        return lines.subList(first, lines.size());
    }
}
