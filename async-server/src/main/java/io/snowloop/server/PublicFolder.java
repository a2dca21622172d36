package io.snowloop.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder of files that anybody may see, and nothing outside of it, nor what is hidden in it. */
final class PublicFolder {
    /** Something that is there. */
    record Entry(Path path, BasicFileAttributes attributes) {}

    private final Entry root;

    PublicFolder(Path folder) throws IOException {
        root = entry(folder.toRealPath());
        if (!root.attributes.isDirectory()) {
            throw new NotDirectoryException(folder.toString());
        }
    }

    /**
     * What a path leads to, through links, too; null if it is not there, not in the folder, or not to be seen.
     *
     * @param path names, with a slash between one and the next
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
        } catch (IOException | InvalidPathException e) { // no such file, no such name, a file where a folder should be
            return null;
        }
    }

    /** One name, not hidden, not the way up, and with nothing in it that separates names anywhere. */
    private static boolean isVisible(String name) {
        return !name.isEmpty() && !name.startsWith(".") && name.indexOf('\\') < 0;
    }

    /** Asks where a link leads only where there is one: that halves the time of a look-up, to 1.3 us. */
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
