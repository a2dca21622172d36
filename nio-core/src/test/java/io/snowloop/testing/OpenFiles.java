// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which files and sockets this process has open, where the operating system tells. */
public final class OpenFiles {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenFiles() {}

    /** How many descriptors there are of a file; the test is skipped where that can't be told. */
    public static long of(Path file) {
        try {
            Path real = file.toRealPath();
            return count(real::equals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many descriptors there are of files in a folder, deleted ones included; skipped where that can't be told. */
    public static long in(Path folder) {
        try {
            Path real = folder.toRealPath();
            return count(target -> target.startsWith(real));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many sockets there are; the test is skipped where that can't be told. */
    public static long sockets() {
        return count(target -> target.toString().startsWith("socket:"));
    }

    /** How many descriptors there are of whatever kind; the test is skipped where that can't be told. */
    public static long all() {
        return count(target -> true);
    }

    private static long count(Predicate<Path> targets) {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "no " + DESCRIPTORS + " here");
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors
                    .filter(descriptor -> pointsTo(descriptor, targets))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean pointsTo(Path descriptor, Predicate<Path> targets) {
        try {
            return targets.test(Files.readSymbolicLink(descriptor));
        } catch (IOException e) {
            return false; // closed meanwhile: the one of the listing itself, for certain
        }
    }
}
