// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.download;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.snowloop.samples.Json;
import io.snowloop.samples.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A file while it is incomplete: {@code FILE.part}, which has its full length from the beginning on, and {@code FILE.part.json}, which
 * says which bytes are there. That is written after the bytes, so that it never says too much, whenever the process is killed.
 *
 * <p>All errors of it are {@link FileSystemException}s: to fetch again would not help. It is locked while it is open.
 */
final class PartFile implements AutoCloseable {
    /** How many bytes may come before it is noted that they are there: at most so many are fetched again after a kill. */
    private static final long NOTE_EVERY = 1024 * 1024;

    private final Path file;
    private final Path part;
    private final Path notes;
    private final FileChannel channel;

    /** Null if nothing that is there can be used. */
    private @Nullable State state;

    private long notedAt;
    private long written;

    /**
     * What {@code FILE.part.json} says.
     *
     * @param tag the strong entity tag of the bytes
     */
    record State(String url, String tag, long length, List<Range> ranges) {
        /** How many bytes are there. */
        long done() {
            return length - ranges.stream().mapToLong(Range::missing).sum();
        }
    }

    private PartFile(Path file, Path part, FileChannel channel) {
        this.file = file;
        this.part = part;
        this.notes = part.resolveSibling(part.getFileName() + ".json");
        this.channel = channel;
    }

    /**
     * Opens the part of a file, or makes it.
     *
     * @throws IOException if another download writes it, or the folder is not there
     */
    static PartFile open(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, "it is no regular file");
        }
        Path target = Files.exists(file) ? file.toRealPath() : file; // a link stays
        Path part = target.resolveSibling(target.getFileName() + ".part");
        PartFile opened =
                new PartFile(target, part, FileChannel.open(part, Set.of(CREATE, READ, WRITE, NOFOLLOW_LINKS)));
        try {
            if (!opened.isLocked()) {
                throw new FileSystemException(part.toString(), null, "another download writes it");
            }
            if (Files.exists(target) && Files.getFileStore(part).supportsFileAttributeView("posix")) {
                // At no time is the part open to more users than the file that it replaces.
                Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(target));
            }
            opened.state = opened.read();
            return opened;
        } catch (IOException e) {
            opened.channel.close();
            throw e;
        }
    }

    private boolean isLocked() throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this process
        }
    }

    /** What cannot be read is worth nothing: the download begins anew. */
    private @Nullable State read() throws IOException {
        if (!Files.isRegularFile(notes, NOFOLLOW_LINKS)) {
            return null;
        }
        try {
            @Nullable State read = Json.read(Files.readString(notes), State.class);
            boolean fits = read != null
                    && read.url != null
                    && read.tag != null
                    && read.ranges != null
                    && read.length == channel.size()
                    && read.ranges.stream()
                            .allMatch(range -> range != null
                                    && range.next() >= 0
                                    && range.last() < read.length
                                    && range.next() <= range.last() + 1);
            return fits ? read : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    Path file() {
        return file;
    }

    /** What is there of this URL; null if there is nothing. */
    @Nullable
    State state(String url) {
        return state != null && state.url.equals(url) ? state : null;
    }

    /** Begins anew, in ranges of about the same length. The file has its length at once, so that a disk that is too small is told now. */
    State begin(String url, String tag, long length, int ranges) throws IOException {
        List<Range> parts = new ArrayList<>();
        for (int i = 0; i < ranges; i++) {
            parts.add(new Range(length / ranges * i, i == ranges - 1 ? length - 1 : length / ranges * (i + 1) - 1));
        }
        clear();
        State begun = new State(url, tag, length, parts);
        try {
            long free = Files.getFileStore(part).getUsableSpace();
            if (length > free) {
                throw new IOException("it takes " + length + " bytes, and " + free + " are free");
            }
            channel.write(ByteBuffer.allocate(1), length - 1);
        } catch (IOException e) {
            throw failed(e);
        }
        state = begun;
        note();
        return begun;
    }

    /** Forgets all that is there. */
    void clear() throws IOException {
        try {
            state = null;
            Files.deleteIfExists(notes); // first: it must not speak of other bytes
            channel.truncate(0);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Writes the next bytes of a range. */
    void write(int range, ByteBuffer bytes) throws IOException {
        State before = Objects.requireNonNull(state);
        Range now = before.ranges.get(range);
        int length = bytes.remaining();
        write(now.next(), bytes);
        List<Range> ranges = new ArrayList<>(before.ranges);
        ranges.set(range, now.plus(length));
        state = new State(before.url, before.tag, before.length, ranges);
        if (written - notedAt >= NOTE_EVERY || ranges.get(range).missing() == 0) {
            note();
        }
    }

    /** Writes bytes at an offset. */
    void write(long offset, ByteBuffer bytes) throws IOException {
        try {
            for (long at = offset; bytes.hasRemaining(); ) {
                int length = channel.write(bytes, at);
                at += length;
                written += length;
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void note() throws IOException {
        if (state == null) {
            return;
        }
        Path next = notes.resolveSibling(notes.getFileName() + ".new");
        try {
            Files.writeString(next, Json.of(state), CREATE, TRUNCATE_EXISTING, WRITE, NOFOLLOW_LINKS);
            Files.move(next, notes, ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(e);
        }
        notedAt = written;
    }

    private FileSystemException failed(IOException e) {
        FileSystemException failed =
                new FileSystemException(part.toString(), null, "cannot write it: " + e.getMessage());
        failed.initCause(e);
        return failed;
    }

    /** The SHA-256 of all of it. Blocks: not for the loop's thread. */
    String sha256() throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer block = ByteBuffer.allocate(64 * 1024);
        for (long at = 0; channel.read(block, at) > 0; block.clear()) {
            at += block.position();
            digest.update(block.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** It is complete: it gets its name. */
    void finish() throws IOException {
        state = null;
        channel.close();
        Files.move(part, file, ATOMIC_MOVE);
        Files.deleteIfExists(notes);
    }

    /** Keeps what can be used, for a download that goes on, and nothing else. */
    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try {
            note();
        } finally {
            channel.close();
        }
        if (state == null) {
            Files.deleteIfExists(part);
        }
    }
}
