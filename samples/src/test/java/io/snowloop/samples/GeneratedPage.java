// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A page of which a test makes a part. With {@code -Ddocs.update=true} the test brings the page up to date. */
public final class GeneratedPage {
    private GeneratedPage() {}

    /**
     * Compares a page with what it should be, or writes that.
     *
     * @param lines of the page as it is
     * @param updated those that it should have
     * @param test the class that makes them: the message says how to run it
     */
    public static void assertUpToDate(Path page, List<String> lines, List<String> updated, Class<?> test)
            throws IOException {
        if (!Boolean.getBoolean("docs.update")) {
            assertThat(lines)
                    .as(
                            "%s; run: ./mvnw test -pl samples -am -Dtest=%s -Ddocs.update=true",
                            ProjectFolder.ROOT.relativize(page), test.getSimpleName())
                    .isEqualTo(updated);
        } else if (!updated.equals(lines)) {
            Files.write(page, updated);
        }
    }
}
