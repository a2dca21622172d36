// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The code in every page, and in the Javadoc of the libraries, is that of the sources. To bring it up to date after a change of
 * the sources:
 *
 * <pre>
 * ./mvnw test -pl samples -am -Dtest=CodeInPagesTest -Ddocs.update=true
 * </pre>
 */
class CodeInPagesTest {
    private static final boolean UPDATE = Boolean.getBoolean("docs.update");

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(Project.pages());
        for (Path file : Project.librarySources()) {
            if (!Page.read(file).regions().isEmpty()) {
                pages.add(file);
            }
        }
        return pages;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void codeIsThatOfTheSources(Path file) throws IOException {
        Page page = Page.read(file);
        List<String> updated = page.updated();
        if (UPDATE && !updated.equals(page.lines())) {
            Files.write(file, updated);
        }
        assertThat(UPDATE ? updated : page.lines())
                .as(
                        "%s shows code that has changed. Run: "
                                + "./mvnw test -pl samples -am -Dtest=CodeInPagesTest -Ddocs.update=true",
                        Project.name(file))
                .isEqualTo(updated);
    }

    @Test
    void thereIsCode() throws IOException {
        long regions = 0;
        for (Path file : pages()) {
            regions += Page.read(file).regions().size();
        }
        assertThat(regions).isPositive();
    }

    @Test
    void aRegionThatIsNotThereIsNamed() {
        String here = "samples/src/test/java/io/snowloop/samples/docs/CodeInPagesTest.java";
        assertThatThrownBy(() -> Region.parse(here + "#nowhere").lines()).hasMessage(here + " has no region nowhere");
        assertThatThrownBy(() -> Region.parse("No.java#x").lines()).hasMessage("there is no file No.java");
        assertThatThrownBy(() -> Region.parse("No.java")).hasMessageContaining("path/to/File.java#name");
    }
}
