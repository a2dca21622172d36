// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A page in Chinese, and the one in English of which it is the translation. Both have the same blocks in the same order. Above
 * each block of prose stands the hash of its source, so one sees which of them has changed since.
 */
record Translation(Path source, Path page) {
    static final Path DOCS = Project.HOME.resolve("docs");
    static final Path CHINESE = DOCS.resolve("zh");
    private static final Path README = Project.HOME.resolve("README.md");
    private static final Path PROJECT = CHINESE.resolve("project.md");
    private static final Path EXERCISES =
            Project.HOME.resolve("samples/src/main/resources/io/snowloop/samples/learn/exercises");
    private static final String SUFFIX = ".zh.md";

    /** The one page that is no translation. */
    static final Path GLOSSARY = CHINESE.resolve("glossary.md");

    /** All translations of the project, of pages and of exercises. */
    static List<Translation> all() throws IOException {
        try (Stream<Path> pages = Files.walk(CHINESE);
                Stream<Path> exercises = Files.walk(EXERCISES)) {
            return Stream.concat(
                            pages.filter(file -> file.toString().endsWith(".md") && !file.equals(GLOSSARY)),
                            exercises.filter(file -> file.toString().endsWith(SUFFIX)))
                    .sorted()
                    .map(page -> new Translation(source(page), page))
                    .toList();
        }
    }

    /** The page of which a page is the translation; it may not be there. */
    static Path source(Path page) {
        if (page.toString().endsWith(SUFFIX)) {
            String name = page.getFileName().toString();
            return page.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + ".md");
        }
        return page.equals(PROJECT) ? README : DOCS.resolve(CHINESE.relativize(page));
    }

    /** Where the translation of a page is, or would be. */
    static Path translated(Path source) {
        if (source.startsWith(EXERCISES)) {
            return source.resolveSibling(source.getFileName().toString().replaceAll("\\.md$", SUFFIX));
        }
        return source.equals(README) ? PROJECT : CHINESE.resolve(DOCS.relativize(source));
    }

    /** The task and the hints of each exercise. */
    static List<List<Path>> exercises() throws IOException {
        List<List<Path>> exercises = new ArrayList<>();
        try (Stream<Path> folders = Files.list(EXERCISES)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    exercises.add(files.filter(file -> file.toString().endsWith(".md")
                                    && !file.toString().endsWith(SUFFIX))
                            .sorted()
                            .toList());
                }
            }
        }
        return exercises;
    }

    List<Block> sources() throws IOException {
        return Block.of(Files.readAllLines(source));
    }

    List<Block> blocks() throws IOException {
        return Block.of(Files.readAllLines(page));
    }

    /** What is wrong with it. */
    Comparison compare() throws IOException {
        return Comparison.of(sources(), blocks());
    }

    @Override
    public String toString() {
        return Project.name(page);
    }
}
