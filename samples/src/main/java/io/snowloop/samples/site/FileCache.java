// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values that are made of files. A value is made again when its file has another modification time or another size, or when so many
 * others were asked for since. For one thread.
 */
final class FileCache<T> {
    private final Maker<T> maker;
    private final Map<Path, Made<T>> made;

    /** Makes the value of a file. */
    @FunctionalInterface
    interface Maker<T> {
        T make(Path file) throws IOException;
    }

    private record Made<T>(FileTime modified, long size, T value) {}

    /** @param most how many values are kept */
    FileCache(Maker<T> maker, int most) {
        this.maker = maker;
        this.made = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Made<T>> eldest) {
                return size() > most;
            }
        };
    }

    /** The value: the same object as before, if the file is the same as before. */
    T get(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        Made<T> last = made.get(file);
        if (last != null && last.modified.equals(now.lastModifiedTime()) && last.size == now.size()) {
            return last.value;
        }
        T value = maker.make(file);
        made.put(file, new Made<>(now.lastModifiedTime(), now.size(), value));
        return value;
    }
}
