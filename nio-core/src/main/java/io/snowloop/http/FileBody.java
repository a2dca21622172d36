// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.future.Future;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A body that is a file, or a part of one: a path, a position and a length. It keeps no file open, so it may be sent any
 * number of times, or not at all.
 *
 * <p>The file is opened each time the body is sent or read, and closed at the end. If the file has fewer bytes by then than
 * were announced, sending fails with an {@link EOFException}. If it has more, they are not sent. If it is replaced by a rename ({@link
 * io.snowloop.file.AsyncFiles#write(Path, byte[])}) while it is sent, the rest is of the old file; if it is written over, of the new one.
 *
 * <p>Without TLS the kernel sends it, and its bytes do not pass through the process ({@link
 * io.snowloop.transport.Transport#transferFrom}). The disk is read on the loop's thread. That is fast if the file is in the
 * kernel's cache or on a local disk. A file system that may stall, such as one on a network, stalls the loop.
 *
 * @param path of a regular file
 * @param position of the first byte
 * @param length in bytes
 * @param lastModified what was sent before about the file, such as an entity tag, holds only while it has this time of its last
 *     change: with another one it cannot be opened; null if any will do
 */
public record FileBody(
        Path path, long position, long length, @Nullable FileTime lastModified) implements Body {
    /** The reason of the {@link FileSystemException} of a file that has another {@link #lastModified}. */
    public static final String CHANGED = "has changed since it was looked up";

    /** Checks the numbers, but not whether the file exists. */
    public FileBody {
        Objects.requireNonNull(path, "path");
        if (position < 0 || length < 0 || position + length < 0) {
            throw new IllegalArgumentException(length + " bytes from " + position + " are no part of a file: " + path);
        }
    }

    /**
     * A part of a file, whenever it was changed last.
     * @param path of a regular file
     * @param position of the first byte
     * @param length in bytes
     */
    public FileBody(Path path, long position, long length) {
        this(path, position, length, null);
    }

    /**
     * {@return a whole file, as long as it is now}
     * @param path of a regular file; a symbolic link is followed
     * @throws IOException with the path in its message, if there is no such file, or if it is a directory, a pipe or a device
     */
    public static FileBody of(Path path) throws IOException {
        return new FileBody(
                path, 0, attributes(Objects.requireNonNull(path, "path")).size());
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
        if (file.isDirectory()) {
            throw new FileSystemException(path.toString(), null, "is a directory");
        }
        if (file.isOther()) { // the system says that it has 0 bytes
            throw new FileSystemException(
                    path.toString(),
                    null,
                    "is no regular file and has no length: read it as a stream (InputStreamBody)");
        }
        return file;
    }

    @Override
    public FileStream stream() {
        return new FileStream(this);
    }

    @Override
    public @Nullable Bytes collected() {
        return null;
    }

    /** {@inheritDoc} The future of a file's bytes is complete at once. */
    @Override
    public Future<Bytes> collect(long limit) {
        if (length > limit) {
            return Future.failed(new BodyTooLargeException(limit));
        }
        try (FileChannel file = open().position(position);
                InputStream in = Channels.newInputStream(file)) {
            byte[] bytes = in.readNBytes(Math.toIntExact(length));
            return bytes.length == length ? Future.completed(Body.of(bytes)) : Future.failed(cutShort(bytes.length));
        } catch (IOException e) {
            return Future.failed(e);
        }
    }

    /**
     * Looks at the time when the file is open: it may be replaced at any moment. It looks at the kind before: to open a pipe waits for a
     * writer, and the loop with it.
     */
    FileChannel open() throws IOException {
        if (lastModified == null) {
            attributes(path);
            return FileChannel.open(path);
        }
        FileChannel file;
        try {
            if (!lastModified.equals(now())) {
                throw changed();
            }
            file = FileChannel.open(path);
        } catch (NoSuchFileException e) {
            throw changed();
        }
        if (!lastModified.equals(now())) {
            file.close();
            throw changed();
        }
        return file;
    }

    private FileSystemException changed() {
        return new FileSystemException(path.toString(), null, CHANGED);
    }

    /** The time of its last change now; null if there is no such file any more, or another kind of thing. */
    private @Nullable FileTime now() {
        try {
            return attributes(path).lastModifiedTime();
        } catch (IOException e) {
            return null;
        }
    }

    /** The error of a file that has only {@code found} of these bytes. */
    IOException cutShort(long found) {
        return new EOFException(path + " ends after " + found + " of the " + length + " bytes from " + position
                + " that were announced");
    }
}
