// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples in the Javadoc are short, there where users start from, and regions of tests: {@link CodeInPagesTest}. */
class JavadocExamplesTest {
    /** The classes that users start from. */
    private static final List<String> STARTS = List.of(
            "EventLoop",
            "EventLoopGroup",
            "Future",
            "Promise",
            "Snow",
            "Server",
            "Handler",
            "Filter",
            "Request",
            "Response",
            "Body",
            "Limits",
            "TlsConfig",
            "SimNetwork",
            "Simulation",
            "LoopTrace",
            "DebugMode",
            "Fetcher");

    @Test
    void classesThatUsersStartFromHaveOne() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : Project.librarySources()) {
            if (!Page.read(file).regions().isEmpty()) {
                found.add(file.getFileName().toString().replace(".java", ""));
            }
        }
        assertThat(found).containsAll(STARTS);
    }

    @Test
    void allCodeOfPublicClassesIsTested() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : Project.librarySources()) {
            Page page = Page.read(file);
            long blocks = page.lines().stream()
                    .filter(line -> line.strip().startsWith("* <pre>{@code"))
                    .count();
            boolean isPublic = page.lines().stream().anyMatch(line -> line.startsWith("public "));
            if (isPublic && blocks != page.regions().size()) {
                found.add(Project.name(file));
            }
        }
        assertThat(found).as("code in Javadoc that is no region of a test").isEmpty();
    }

    @Test
    void eachIsShort() throws IOException {
        for (Path file : Project.librarySources()) {
            for (Region region : Page.read(file).regions()) {
                assertThat(region.lines()).as(region.toString()).hasSizeLessThan(12);
                assertThat(region.lines())
                        .as("annotations, which Javadoc takes for tags")
                        .noneMatch(line -> line.strip().startsWith("@"));
            }
        }
    }
}
