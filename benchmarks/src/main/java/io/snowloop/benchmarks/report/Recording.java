// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Results that are printed and stored as soon as they are measured, so that an abort after hours does not lose them.
 */
public final class Recording {
    private final Path file;
    private Results results;

    private Recording(Path file, Results results) {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is a folder: --out must be a file");
        }
        this.file = file;
        this.results = results;
    }

    /** A recording into a new file. An existing file is replaced when the first result is stored. */
    public static Recording begin(Path file, String kind, Environment environment) {
        return new Recording(file, new Results(kind, environment, List.of(), List.of()));
    }

    /**
     * A recording that keeps the results of other works in the file. If there is no file, a new one.
     *
     * @throws IllegalArgumentException if the file is of another environment or another kind
     * @throws IOException if it cannot be read, or has no results
     */
    public static Recording resume(Path file, String kind, Environment environment) throws IOException {
        if (!Files.isRegularFile(file)) {
            return begin(file, kind, environment);
        }
        Results before = Results.read(file);
        if (!before.kind().equals(kind)) {
            throw new IllegalArgumentException(file + " has results of kind " + before.kind() + ", not " + kind
                    + ": choose another file with --out");
        }
        if (!before.environment().isLike(environment)) {
            throw new IllegalArgumentException(file + " is of another machine, JDK or releases of the peers:"
                    + " leave out --add, or choose another file with --out");
        }
        return new Recording(file, new Results(kind, environment, before.rows(), before.figures()));
    }

    /** Adds all rows of one work. */
    public void rows(List<Row> rows) throws IOException {
        System.out.println(Table.of(rows.get(0).work(), rows));
        put(results.withRows(rows));
    }

    /** Adds all figures of some groups. */
    public void figures(List<Figure> figures) throws IOException {
        figures.stream()
                .collect(Collectors.groupingBy(Figure::group, LinkedHashMap::new, Collectors.toList()))
                .forEach((group, members) -> System.out.println(Table.ofFigures(group, members)));
        put(results.withFigures(figures));
    }

    private void put(Results more) throws IOException {
        results = more;
        results.write(file);
    }

    /** What has been measured so far, and what the file had before. */
    public Results results() {
        return results;
    }

    /** Prints the targets and the name of the file. */
    public void end() {
        System.out.println(Table.ofTargets(results));
        System.out.println("written to " + file);
    }
}
