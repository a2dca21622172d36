package io.snowloop.http;

import io.snowloop.future.Future;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * A body that is a file, or a part of one. It says where the bytes are and how many, and holds nothing: it may be sent as
 * often as one likes, or not at all.
 *
 * <p>Whenever it is sent or read the file is opened anew, and closed at the end. If there are fewer bytes in it by then
 * than were announced, sending breaks off with an {@link EOFException}; that a file has grown does no harm.
 *
 * <p>Without TLS it is sent by the kernel, and its bytes never come into the process ({@link
 * io.snowloop.transport.Transport#transferFrom}). The disk is read by the loop's own thread: that is quick where the file
 * is in the kernel's cache or on a local disk. A file system that may stall, such as one on a network, stalls the loop.
 *
 * @param position of the first byte
 * @param length in bytes
 */
public record FileBody(Path path, long position, long length) implements Body {
    /** Checks that the part may be one, but not that there is such a file. */
    public FileBody {
        Objects.requireNonNull(path, "path");
        if (position < 0 || length < 0 || position + length < 0) {
            throw new IllegalArgumentException(length + " bytes from " + position + " are no part of a file: " + path);
        }
    }

    /**
     * A whole file, as long as it is now.
     *
     * @throws IOException with the path in its message, if there is no such file, or if it is a directory
     */
    public static FileBody of(Path path) throws IOException {
        BasicFileAttributes file =
                Files.readAttributes(Objects.requireNonNull(path, "path"), BasicFileAttributes.class);
        if (file.isDirectory()) {
            throw new FileSystemException(path.toString(), null, "is a directory");
        }
        return new FileBody(path, 0, file.size());
    }

    @Override
    public FileStream stream() {
        return new FileStream(this);
    }

    /** {@inheritDoc} Of a file that is done at once. */
    @Override
    public Future<Bytes> collect(long limit) {
        if (length > limit) {
            return Future.failed(new BodyTooLargeException(limit));
        }
        try (FileChannel file = FileChannel.open(path).position(position);
                InputStream in = Channels.newInputStream(file)) {
            byte[] bytes = in.readNBytes(Math.toIntExact(length));
            return bytes.length == length ? Future.completed(Body.of(bytes)) : Future.failed(cutShort(bytes.length));
        } catch (IOException e) {
            return Future.failed(e);
        }
    }

    /** What went wrong where the file ends after so many of these bytes. */
    IOException cutShort(long found) {
        return new EOFException(path + " ends after " + found + " of the " + length + " bytes from " + position
                + " that were announced");
    }
}
