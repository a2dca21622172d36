// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The flame graphs of the page: those that {@code ./snowloop bench flame} has made. */
public final class FlameSection {
    private static final Map<String, String> TITLES = new LinkedHashMap<>();

    static {
        TITLES.put("plaintext", "Snow: plaintext");
        TITLES.put("bytes", "Snow: 64 KiB from memory");
        TITLES.put("file", "Snow: a file of 1 MiB");
        TITLES.put("fetch-64", "Fetcher: 64 connections");
    }

    private FlameSection() {}

    /** The title of the graph of a work. Fails if there is none. */
    public static String title(String work) {
        String title = TITLES.get(work);
        if (title == null) {
            throw new IllegalArgumentException(
                    "there is no flame graph of '" + work + "'; there are " + String.join(", ", TITLES.keySet()));
        }
        return title;
    }

    /** The works with a graph. */
    public static Iterable<String> works() {
        return TITLES.keySet();
    }

    /** The file of the graph of a work. */
    public static Path file(Path results, String work) {
        return results.resolve("flame-" + work + ".svg");
    }

    /** The section; empty if there are no graphs. */
    static String of(Path results) {
        StringBuilder text = new StringBuilder();
        TITLES.forEach((work, title) -> {
            if (Files.exists(file(results, work))) {
                text.append(String.format("![%s](performance/flame-%s.svg)%n%n", title, work));
                text.append(String.format("[This graph by itself](performance/flame-%s.svg)%n%n", work));
            }
        });
        return text.isEmpty() ? "" : """
                ## Flame graphs

                Where the CPU time goes, sampled by the flight recorder (`jdk.CPUTimeSample`) and drawn by `./snowloop bench flame`. The width
                of a method is its part of the time, with all that it calls. By itself a graph has full names and numbers as tooltips.

                """ + text;
    }
}
