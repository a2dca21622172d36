// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.Language;
import io.snowloop.samples.Similar;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All exercises, in their order: ours, and perhaps those of a teacher. */
final class Exercises {
    private static final String README = "exercises/README.md";

    private final List<Exercise> all;

    private Exercises(List<Exercise> all) {
        this.all = all;
    }

    /** Ours, and after them those of another folder, if there is one, in English. */
    static Exercises with(@Nullable Path extra) throws IOException {
        return with(extra, Language.ENGLISH);
    }

    /** The same in another language, as far as they are translated. */
    static Exercises with(@Nullable Path extra, Language language) throws IOException {
        List<Exercise> all = new ArrayList<>(in(ours(), language));
        if (extra != null) {
            if (!Files.isDirectory(extra)) {
                throw new NotDirectoryException(extra + " is no folder: choose one with exercises with --extra");
            }
            all.addAll(in(extra, language));
        }
        return new Exercises(List.copyOf(all));
    }

    private static List<Exercise> in(Path folder, Language language) throws IOException {
        List<Exercise> exercises = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                if (entry.getFileName().toString().matches("\\d+-[a-z][a-z0-9-]*/?")) {
                    exercises.add(Exercise.in(entry, language));
                }
            }
        }
        if (exercises.isEmpty()) {
            throw new IOException(
                    "there is no exercise in " + folder + ": each is a folder with a name such as 03-echo");
        }
        return exercises;
    }

    /** Our folder: of the classes that a build has compiled, or in the jar. */
    private static Path ours() throws IOException {
        URL readme = Objects.requireNonNull(Exercises.class.getResource(README), README);
        try {
            URI uri = readme.toURI();
            if (uri.getScheme().equals("jar")) {
                jar(uri);
            }
            return Objects.requireNonNull(Path.of(uri).getParent());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Opens a jar as a file system, which stays until the JVM ends. */
    private static void jar(URI uri) throws IOException {
        try {
            FileSystems.getFileSystem(uri);
        } catch (java.nio.file.FileSystemNotFoundException e) {
            FileSystems.newFileSystem(uri, Map.of());
        }
    }

    /** All, in their order. */
    List<Exercise> all() {
        return all;
    }

    /** The exercise with this name or number: {@code 03-echo}, {@code echo}, {@code 03} and {@code 3} are the same. */
    Exercise named(String name) throws IOException {
        String wanted = name.replaceFirst("^0+(?=\\d)", "");
        for (Exercise exercise : all) {
            String full = exercise.name().replaceFirst("^0+(?=\\d)", "");
            String number = full.substring(0, full.indexOf('-'));
            if (List.of(full, number, full.substring(number.length() + 1)).contains(wanted)) {
                return exercise;
            }
        }
        throw new IOException("there is no exercise \"" + name + "\""
                + Similar.to(name, all.stream().map(Exercise::name).toList())
                + ": snowloop learn list lists them");
    }

    /** The exercises whose answers this one uses, and those that they use, in the order of their numbers. */
    List<Exercise> before(Exercise exercise) throws IOException {
        Set<Exercise> needed = new LinkedHashSet<>();
        collect(exercise, needed);
        return all.stream().filter(needed::contains).toList();
    }

    private void collect(Exercise exercise, Set<Exercise> needed) throws IOException {
        for (String name : exercise.needs()) {
            Exercise other = named(name);
            if (all.indexOf(other) >= all.indexOf(exercise)) {
                throw new IOException(exercise.name() + " needs " + other.name() + ", which does not come before it");
            }
            if (needed.add(other)) {
                collect(other, needed);
            }
        }
    }

    /** The one after this one that is the first not to be in a set; null if there is none. */
    @Nullable
    Exercise next(@Nullable Exercise exercise, Set<String> solved) {
        List<Exercise> rest = exercise == null ? all : all.subList(all.indexOf(exercise) + 1, all.size());
        return rest.stream()
                .filter(each -> !solved.contains(each.name()))
                .findFirst()
                .orElse(null);
    }
}
