// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder of public files: files outside of it and hidden files in it are not found. */
final class PublicFolder {
    /** A file or folder that exists. */
    record Entry(Path path, BasicFileAttributes attributes) {}

    private final Entry root;

    PublicFolder(Path folder) throws IOException {
        root = entry(folder.toRealPath());
        if (!root.attributes.isDirectory()) {
            throw new NotDirectoryException(folder.toString());
        }
    }

    /**
     * The file or folder with this path, also through links; null if it does not exist, is outside of the folder, is hidden,
     * or may not be read.
     *
     * @param path names, separated by slashes
     */
    @Nullable
    Entry find(String path) {
        try {
            Entry entry = root;
            for (String name : path.split("/", -1)) {
                entry = isVisible(name) ? enter(entry.path, name) : null;
                if (entry == null) {
                    return null;
                }
            }
            return Files.isReadable(entry.path) ? entry : null;
        } catch (IOException | InvalidPathException e) { // no such file, not a name, or a file in place of a folder
            return null;
        }
    }

    /** Whether it is a single name, not hidden, not the parent folder. A backslash separates names on Windows. */
    private static boolean isVisible(String name) {
        return !name.isEmpty() && !name.startsWith(".") && !name.contains("\\");
    }

    /** Resolves the real path of links only, which halves the time of a search, to 1.3 us. */
    private @Nullable Entry enter(Path folder, String name) throws IOException {
        Entry entry = entry(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
        if (!entry.attributes.isSymbolicLink()) {
            return entry;
        }
        Path real = entry.path.toRealPath();
        return real.startsWith(root.path) ? entry(real) : null;
    }

    private static Entry entry(Path path, LinkOption... options) throws IOException {
        return new Entry(path, Files.readAttributes(path, BasicFileAttributes.class, options));
    }
}
