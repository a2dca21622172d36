// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The body of {@code GET /file/1048576}: a file of 1 MiB, {@code 0123456789012...} The runner creates it in a temporary
 * folder, and passes the folder to the peers.
 */
public final class PayloadFile {
    /** Its length in bytes. */
    public static final int LENGTH = 1024 * 1024;

    /** The path of the requests, which is also the path below {@link #ROOT}. */
    static final String NAME = "/file/" + LENGTH;

    private static final String PROPERTY = "files";

    /** The folder that contains the folder {@code file}. */
    static final Path ROOT = root();

    /** The folder that contains the file. */
    static final Path FOLDER = ROOT.resolve("file");

    /** The file. */
    static final Path PATH = FOLDER.resolve(Integer.toString(LENGTH));

    private PayloadFile() {}

    /** The JVM option that passes the folder to a peer. */
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
                made.toFile().deleteOnExit(); // in reverse order
            }
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
