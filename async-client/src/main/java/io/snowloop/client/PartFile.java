// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Response;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A regular file while it is incomplete: another one beside the file that it will become. A new one has a name of its own, so two
 * downloads into one file do not mix, and no file of the user's is overwritten. One that is {@link #reopen reopened} is locked.
 */
final class PartFile implements Destination {
    private static final LazyLogger LOG = new LazyLogger(Download.class);

    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private final Response response;

    /** Whether it stays when the download fails, for another one that goes on with it. */
    private final boolean kept;

    /** How many bytes it has when it is complete; -1 if only the end of the body tells. */
    private final long length;

    private final Promise<Response> saved = Scheduler.current().newPromise();

    private PartFile(Path target, Path part, FileChannel channel, Response response, boolean kept, long length) {
        this.target = target;
        this.part = part;
        this.channel = channel;
        this.response = response;
        this.kept = kept;
        this.length = length;
    }

    /** Creates the part of this file, or of the file that this link leads to. */
    static PartFile create(Path file, Response response) throws IOException {
        Path target = followLinks(file);
        Path part = target.resolveSibling(
                String.format("download-%016x.part", ThreadLocalRandom.current().nextLong()));
        // CREATE_NEW follows no link and overwrites nothing (O_EXCL).
        return open(target, part, Set.of(CREATE_NEW, WRITE), response, false, -1);
    }

    /**
     * Goes on behind the first {@code from} bytes of a part that is there, or begins it with 0.
     *
     * @param length of the whole file; -1 if only the end of the body tells
     * @throws IOException if another download writes it, or has written it, or if it is no regular file
     */
    static PartFile reopen(Path target, Path part, long from, Response response, boolean kept, long length)
            throws IOException {
        // To open a pipe waits for its reader.
        if (Files.exists(part, NOFOLLOW_LINKS) && !Files.isRegularFile(part, NOFOLLOW_LINKS)) {
            throw new FileSystemException(part.toString(), null, "it is no regular file");
        }
        PartFile file = open(target, part, Set.of(CREATE, WRITE, NOFOLLOW_LINKS), response, kept, length);
        try {
            if (!file.isLocked() || (from > 0 && file.channel.size() != from)) {
                throw new FileSystemException(part.toString(), null, "another download writes it");
            }
            file.channel.truncate(from).position(from);
            return file;
        } catch (IOException e) {
            file.channel.close();
            throw e;
        }
    }

    /** Until it is closed; the lock of a process is the same for all its threads. */
    private boolean isLocked() throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static PartFile open(
            Path target, Path part, Set<OpenOption> options, Response response, boolean kept, long length)
            throws IOException {
        Set<PosixFilePermission> permissions = permissions(target);
        FileAttribute<?>[] attributes = permissions == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
        PartFile opened =
                new PartFile(target, part, FileChannel.open(part, options, attributes), response, kept, length);
        if (permissions != null) {
            opened.permit(permissions);
        }
        return opened;
    }

    /** The file that this name leads to. */
    static Path followLinks(Path file) throws IOException {
        Path target = file;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /** Those of the file that is to be replaced; null if there is none, or on a file system without them. */
    private static @Nullable Set<PosixFilePermission> permissions(Path target) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        return view == null || !Files.exists(target)
                ? null
                : view.readAttributes().permissions();
    }

    /** Sets what the process's umask has removed. At no time is the part open to more users than the file. */
    private void permit(Set<PosixFilePermission> permissions) throws IOException {
        try {
            Files.setPosixFilePermissions(part, permissions);
        } catch (IOException e) {
            discard();
            throw e;
        }
    }

    @Override
    public Promise<Response> saved() {
        return saved;
    }

    @Override
    public boolean write(ByteBuffer piece) throws IOException {
        if (length >= 0 && piece.remaining() > length - channel.position()) {
            throw new IOException("the server sends more bytes than its Content-Range says: " + target);
        }
        try {
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
            return true;
        } catch (IOException e) {
            throw Destination.cannotWrite(target, e);
        }
    }

    @Override
    public void end(Headers trailers) throws IOException {
        if (saved.isDone()) { // cancelled by another thread, and the callback is still queued: no file may appear
            return;
        }
        if (length >= 0 && channel.position() < length) {
            throw new IOException("the server sends fewer bytes than its Content-Range says: " + target + " has "
                    + channel.position() + " of " + length);
        }
        try {
            Files.move(part, target, ATOMIC_MOVE); // rename(2): at each moment there is the old file or the new one
            channel.close(); // and its lock is gone: before, another download could have begun to write the part
        } catch (IOException e) {
            throw Destination.cannotWrite(target, e);
        }
        saved.complete(response.withBody(Body.EMPTY));
    }

    @Override
    public void discard() {
        try {
            channel.close();
            if (!kept) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, () -> "cannot delete " + part + ", the part of a download that failed", e);
        }
    }
}
