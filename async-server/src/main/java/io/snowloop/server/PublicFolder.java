package io.snowloop.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder of files that anybody may see, and nothing outside of it, nor what is hidden in it. */
final class PublicFolder {
    /** Something that is there. */
    record Entry(Path path, BasicFileAttributes attributes) {}

    private final Path root;

    PublicFolder(Path folder) throws IOException {
        root = folder.toRealPath();
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(folder.toString());
        }
    }

    /**
     * What a path leads to, through links, too; null if it is not there, not in the folder, or not to be seen.
     *
     * @param path names, with slashes between them; empty for the folder itself
     */
    @Nullable
    Entry find(String path) {
        if (!path.isEmpty() && !isVisible(path)) {
            return null;
        }
        try {
            Path real = root.resolve(path).toRealPath();
            return real.startsWith(root) && Files.isReadable(real)
                    ? new Entry(real, Files.readAttributes(real, BasicFileAttributes.class))
                    : null;
        } catch (IOException | InvalidPathException e) { // no such file, no such name, a file where a folder should be
            return null;
        }
    }

    /** Names, each of them one: not hidden, not the way up, and with nothing in it that separates names anywhere. */
    private static boolean isVisible(String path) {
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.startsWith(".") || name.indexOf('\\') >= 0) {
                return false;
            }
        }
        return true;
    }
}
