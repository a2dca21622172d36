// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h2.table.StreamTable;
import io.snowloop.testing.ProjectFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a peer fills must have a bound, and that is forgotten where it is not asked for: so each field of the libraries that can hold more than a
 * constant has a line in {@code kept-fields.txt}, which says what bounds it.
 *
 * <p>Such a field is an array, a buffer, a queue of bytes, a collection, a map, a text that grows, the fields of a message, a message, or the next
 * one of a chain. These are not:
 *
 * <ul>
 *   <li>strings, components of records and fields of enums: values, no longer than what they are read from;
 *   <li>fields of builders and options: the program's own;
 *   <li>constants: static arrays and buffers, and static collections that cannot be changed;
 *   <li>the simulator and {@code client.testing}, in which a test talks to itself, and the trace, which has names and numbers of the program.
 * </ul>
 */
@Tag("once")
class KeptFieldsTest {
    private static final Path LIST = ProjectFolder.ROOT.resolve("samples/src/test/resources/kept-fields.txt");
    private static final String ROOT = "io.snowloop.";
    private static final List<String> OUT =
            List.of("io.snowloop.sim", "io.snowloop.client.testing", "io.snowloop.trace");
    private static final List<Class<?>> GROWING = List.of(
            Buffer.class,
            ByteQueue.class,
            StreamTable.class,
            Collection.class,
            Map.class,
            StringBuilder.class,
            ByteArrayOutputStream.class,
            Headers.class,
            Headers.Builder.class,
            Request.class,
            Response.class);

    @Test
    void eachFieldThatCanHoldMuchSaysWhatBoundsIt() throws Exception {
        SortedMap<String, String> lines = lines();
        TreeSet<String> fields = fields();
        TreeSet<String> without = new TreeSet<>(fields);
        without.removeAll(lines.keySet());
        TreeSet<String> gone = new TreeSet<>(lines.keySet());
        gone.removeAll(fields);
        assertThat(without)
                .as(
                        "fields that a peer may fill, without a line in kept-fields.txt. Write \"<field>: <what bounds it, in number and in"
                                + " bytes>\", such as \"bounded by Limits.headers\", \"counted in ServerOptions.maxMemory\" or"
                                + " \"program's own\". If nothing bounds it, count it first")
                .isEmpty();
        assertThat(gone)
                .as("lines of kept-fields.txt without a field: remove them")
                .isEmpty();
        assertThat(lines.values()).as("what bounds a field").doesNotContain("");
        assertThat(Files.readAllLines(LIST))
                .as("in order, one line for each")
                .isSorted()
                .doesNotHaveDuplicates();
    }

    /** What the lines say, by the field. */
    private static SortedMap<String, String> lines() throws IOException {
        SortedMap<String, String> lines = new TreeMap<>();
        for (String line : Files.readAllLines(LIST)) {
            String[] parts = line.split(": ", 2);
            lines.put(parts[0], parts.length == 1 ? "" : parts[1].strip());
        }
        return lines;
    }

    private static TreeSet<String> fields() throws Exception {
        TreeSet<String> fields = new TreeSet<>();
        for (String library : List.of("nio-core", "async-client", "async-server")) {
            for (String name : classes(ProjectFolder.ROOT.resolve(library).resolve("target/classes"))) {
                Class<?> type = Class.forName(name, false, KeptFieldsTest.class.getClassLoader());
                if (isOfPeers(type)) {
                    for (Field field : type.getDeclaredFields()) {
                        if (!field.isSynthetic() && canHoldMuch(field)) {
                            fields.add(name.substring(ROOT.length()) + "." + field.getName());
                        }
                    }
                }
            }
        }
        return fields;
    }

    private static List<String> classes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file)
                            .toString()
                            .replace(folder.getFileSystem().getSeparator(), "."))
                    .filter(name -> name.startsWith(ROOT) && name.endsWith(".class") && !name.contains("-info"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .toList();
        }
    }

    private static boolean isOfPeers(Class<?> type) {
        return !OUT.contains(type.getPackageName())
                && !type.isEnum()
                && !type.getName().endsWith("Builder")
                && !type.getName().endsWith("Options");
    }

    private static boolean canHoldMuch(Field field) throws ReflectiveOperationException {
        Class<?> type = field.getType();
        if (Modifier.isStatic(field.getModifiers())) {
            return isChanged(field);
        }
        boolean chain = type.equals(field.getDeclaringClass());
        boolean value = field.getDeclaringClass().isRecord();
        return !value && (type.isArray() || chain || GROWING.stream().anyMatch(each -> each.isAssignableFrom(type)));
    }

    /** Of a static field, what is in it tells. */
    private static boolean isChanged(Field field) throws ReflectiveOperationException {
        if (!Collection.class.isAssignableFrom(field.getType()) && !Map.class.isAssignableFrom(field.getType())) {
            return false;
        }
        if (!field.trySetAccessible()) {
            return fail("cannot look into " + field);
        }
        String kind = field.get(null).getClass().getName();
        return !kind.contains("Immutable") && !kind.contains("Unmodifiable");
    }
}
