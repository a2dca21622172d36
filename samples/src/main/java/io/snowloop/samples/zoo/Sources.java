// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo;

import io.snowloop.samples.site.SourceText;
import java.io.IOException;
import java.util.List;

/** The sources of the two programs of an animal, as a reader sees them. */
final class Sources {
    private Sources() {}

    /** The path of a program of an animal, {@code Wrong} or {@code Right}, from the folder of the project on. */
    static String path(Animal<?> animal, String program) {
        return "samples/src/main/java/" + animal.getClass().getPackageName().replace('.', '/') + "/" + program
                + ".java";
    }

    /** The lines of a program, without its package and imports. */
    static List<String> program(Animal<?> animal, String program) throws IOException {
        return SourceText.of(path(animal, program));
    }
}
