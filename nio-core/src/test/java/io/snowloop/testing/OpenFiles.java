package io.snowloop.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Which files this process has open, where the operating system tells. */
public final class OpenFiles {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenFiles() {}

    /** How many descriptors there are of a file; the test is skipped where that can't be told. */
    public static long of(Path file) {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "no " + DESCRIPTORS + " here");
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            Path real = file.toRealPath();
            return descriptors.filter(descriptor -> pointsTo(descriptor, real)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean pointsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException e) {
            return false; // closed meanwhile: the one of the listing itself, for certain
        }
    }
}
