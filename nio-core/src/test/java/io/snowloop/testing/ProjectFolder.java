// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the project's files are, for tests that read sources and pages. It is found from the place of the compiled tests and
 * not from the working directory, which each IDE chooses in its own way.
 */
public final class ProjectFolder {
    /** The root of the checkout. */
    public static final Path ROOT = find();

    private ProjectFolder() {}

    private static Path find() {
        Path compiled;
        try {
            compiled = Path.of(ProjectFolder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return Stream.iterate(compiled, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("mvnw")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no folder above " + compiled + " has the file mvnw"));
    }
}
