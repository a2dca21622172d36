package io.snowloop.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code GET /file/1048576} is answered with: a file of 1 MiB, {@code 0123456789012...} The runner makes it, once, in a
 * temporary folder; its peers are told where that is.
 */
public final class PayloadFile {
    /** How long it is, in bytes. */
    public static final int LENGTH = 1024 * 1024;

    /** The path that is asked for, and where it is below {@link #ROOT}. */
    static final String NAME = "/file/" + LENGTH;

    private static final String PROPERTY = "files";

    /** The folder in which there is a folder {@code file}, with the file in it. */
    static final Path ROOT = root();

    /** The folder with the file in it. */
    static final Path FOLDER = ROOT.resolve("file");

    /** The file. */
    static final Path PATH = FOLDER.resolve(Integer.toString(LENGTH));

    private PayloadFile() {}

    /** What tells a peer where the file is. */
    static String jvmOption() {
        return "-D" + PROPERTY + "=" + ROOT;
    }

    private static Path root() {
        String given = System.getProperty(PROPERTY);
        return given == null ? made() : Path.of(given);
    }

    private static Path made() {
        try {
            Path root = Files.createTempDirectory("snowloop-bench");
            Path folder = Files.createDirectory(root.resolve("file"));
            Path file = Files.write(folder.resolve(Integer.toString(LENGTH)), Payload.digits(LENGTH));
            for (Path made : new Path[] {root, folder, file}) {
                made.toFile().deleteOnExit(); // the last one first
            }
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
