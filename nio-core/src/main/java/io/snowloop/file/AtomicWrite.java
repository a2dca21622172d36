// SPDX-License-Identifier: Apache-2.0
package io.snowloop.file;

import io.snowloop.future.Cancellable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A file that is replaced as a whole, by the rename of another one in the same folder, and so on the same file system. Blocks. */
final class AtomicWrite implements Cancellable {
    /** As many as Linux follows. A loop of links has no end. */
    private static final int MOST_LINKS = 40;

    private final Path target;
    private final Path part;
    private final FileChannel channel;

    private AtomicWrite(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.channel = channel;
    }

    static void write(Path file, byte[] bytes) throws IOException {
        AtomicWrite write = begin(file);
        try {
            write.append(ByteBuffer.wrap(bytes));
            write.finish();
        } catch (Throwable e) {
            write.cancel();
            throw e;
        }
    }

    /** @param file if it is a link, the file that this leads to is replaced */
    static AtomicWrite begin(Path file) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : behindLinks(file);
        // Its own name each time: two writes of one file do not mix.
        Path part = target.resolveSibling(String.format(
                Locale.ROOT, "write-%016x.part", ThreadLocalRandom.current().nextLong()));
        Set<PosixFilePermission> permissions = permissions(target);
        FileAttribute<?>[] attributes = permissions == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
        AtomicWrite write = new AtomicWrite(
                target,
                part,
                FileChannel.open(part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes));
        try {
            if (permissions != null) { // what the umask of the process has removed
                Files.setPosixFilePermissions(part, permissions);
            }
            return write;
        } catch (Throwable e) {
            write.cancel();
            throw e;
        }
    }

    void append(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) { // of a full disk, for example, and then it does not say which
            throw new IOException("cannot write " + part + ": " + e, e);
        }
    }

    /** The file has its name now. */
    void finish() throws IOException {
        channel.close();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file stays what it was. */
    @Override
    public boolean cancel() {
        try (channel) {
            return Files.deleteIfExists(part);
        } catch (IOException e) { // what went wrong before is reported
            return false;
        }
    }

    /** Where a link leads to that has no file yet. */
    private static Path behindLinks(Path file) throws IOException {
        Path target = file;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /** Those of the file that is to be replaced: a secret stays one. Null if there is none, or on a file system without them. */
    private static @Nullable Set<PosixFilePermission> permissions(Path target) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        return view == null || !Files.exists(target)
                ? null
                : view.readAttributes().permissions();
    }
}
