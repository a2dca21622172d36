// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ProjectFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The public API of each library is the one in its {@code public-api.txt}, so that it changes on purpose only. After such a
 * change:
 *
 * <pre>
 * ./mvnw test -pl samples -am -Dtest=PublicApiTest -Dsnowloop.updateApi
 * </pre>
 */
class PublicApiTest {
    private static final boolean UPDATE = System.getProperty("snowloop.updateApi") != null;

    /** How many differences the message shows: enough to see what they have in common. */
    private static final int SHOWN = 10;

    private static LibraryModules libraries;

    @BeforeAll
    static void resolve() throws Exception {
        libraries = LibraryModules.resolve();
    }

    @ParameterizedTest
    @CsvSource({"nio-core, io.snowloop.nio", "async-client, io.snowloop.client", "async-server, io.snowloop.server"})
    void isWhatItsFileSays(String folder, String module) throws Exception {
        Path file = ProjectFolder.ROOT.resolve(folder).resolve("public-api.txt");
        List<String> api = PublicApi.of(libraries.classes(module));
        if (UPDATE) {
            Files.write(file, api);
        }
        assertThat(differences(Files.readAllLines(file), api))
                .as(
                        "the public API of %s has changed. If that is on purpose, run: "
                                + "./mvnw test -pl samples -am -Dtest=PublicApiTest -Dsnowloop.updateApi",
                        folder)
                .isEmpty();
    }

    /** The first lines that only one of the two has, each with the type that it belongs to. */
    private static List<String> differences(List<String> file, List<String> api) {
        List<String> before = qualified(file);
        List<String> now = qualified(api);
        return Stream.concat(
                        before.stream().filter(line -> !now.contains(line)).map(line -> "- " + line),
                        now.stream().filter(line -> !before.contains(line)).map(line -> "+ " + line))
                .limit(SHOWN)
                .toList();
    }

    private static List<String> qualified(List<String> lines) {
        List<String> qualified = new ArrayList<>();
        String type = "";
        for (String line : lines) {
            boolean isMember = line.startsWith(" ");
            type = isMember ? type : line.replaceFirst(".*(class|interface|enum|record) ([\\w.]+).*", "$2");
            qualified.add(isMember ? type + ":" + line : line);
        }
        return qualified;
    }

    @Test
    void aDifferenceNamesItsTypeAndIsShownOnBothSides() {
        assertThat(differences(
                        List.of("class A", "    void a()", "class B"), List.of("class A", "    void b()", "class B")))
                .containsExactly("- A:    void a()", "+ A:    void b()");
        assertThat(differences(
                        List.of("class A", "class B", "    void b()"), List.of("class A", "    void b()", "class B")))
                .containsExactly("- B:    void b()", "+ A:    void b()");
    }

    @Test
    void listsMembersOfAllKinds() {
        String example = "io.snowloop.samples.ApiExample";
        assertThat(PublicApi.of(List.of(
                        ApiExample.class,
                        ApiExample.Colour.class,
                        HiddenExample.class,
                        ApiExample.Named.class,
                        ApiExample.Only.class,
                        ApiExample.Pair.class)))
                .containsExactly(
                        "public sealed abstract class " + example + "<T extends Number> : Comparable<" + example
                                + "<T>>",
                        "    public static final int LIMIT",
                        "    protected new()",
                        "    protected <E> E[] array(Class<? super E>)",
                        "    public int compareTo(" + example + "<T>)",
                        "    public abstract T first(java.util.List<? extends T>, int...) throws java.io.IOException",
                        "    public void inherited()",
                        "public enum " + example + ".Colour",
                        "    RED",
                        "    public static " + example + ".Colour valueOf(String)",
                        "    public static " + example + ".Colour[] values()",
                        "public interface " + example + ".Named",
                        "    public default String name()",
                        "public final class " + example + ".Only : " + example + "<Integer>, " + example + ".Named",
                        "    public new()",
                        "    public Integer first(java.util.List<? extends Integer>, int...)",
                        "public record " + example + ".Pair",
                        "    public new(Object, int)",
                        "    public Object left()",
                        "    public int right()");
    }
}
