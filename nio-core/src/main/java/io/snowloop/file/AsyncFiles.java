// SPDX-License-Identifier: Apache-2.0
package io.snowloop.file;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.InputStreamBody;
import io.snowloop.http.LineReader;
import io.snowloop.loop.BlockingThreads;
import io.snowloop.loop.Scheduler;
import io.snowloop.options.Bounds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files for code that runs on a loop. A disk may be slow, and a file system on a network may not answer at all; threads wait
 * for them, and the loop goes on.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/FilesPageTest.java#files -->
 * <pre>{@code
 * AsyncFiles files = AsyncFiles.on(loop);
 * Future<Void> counted = files.readString(counter)
 *         .map(text -> Integer.parseInt(text) + 1)
 *         .flatMap(next -> files.writeString(counter, Integer.toString(next)));
 * }</pre>
 *
 * <p>The futures fail with the {@link IOException} of {@link Files}, which names the file. To cancel one interrupts its
 * thread. Only regular files are read: a pipe or a device fails at once. What is not here, such as {@link Files#move}, is one
 * line: {@code loop.blocking(executor, () -> Files.move(a, b))}.
 *
 * <p>Immutable. Any thread may use one; {@link #stream} and {@link #lines} are read on the loop's thread.
 */
public final class AsyncFiles {
    /** The default of {@link #maxBytes}: 64 MiB. */
    public static final int MAX_BYTES = 64 * 1024 * 1024;

    /** The default of {@link #maxEntries}. */
    public static final int MAX_ENTRIES = 100_000;

    /** More threads would make no disk faster; fewer would wait for one slow file system too soon. */
    private static final int MAX_THREADS = 32;

    private static final int MAX_WAITING = 10_000;

    /** Made when it is first used. */
    private static final class Shared {
        static final Executor THREADS = BlockingThreads.pool("snowloop-files", MAX_THREADS, MAX_WAITING);
    }

    private final Scheduler loop;
    private final Executor threads;
    private final int maxBytes;
    private final int maxEntries;

    private AsyncFiles(Scheduler loop, Executor threads, int maxBytes, int maxEntries) {
        this.loop = requireNonNull(loop, "loop");
        this.threads = requireNonNull(threads, "threads");
        this.maxBytes = maxBytes;
        this.maxEntries = maxEntries;
    }

    /**
     * {@return files for a loop} All of them share 32 threads, and 10,000 calls may wait for one of these; further calls fail
     * with a {@link RejectedExecutionException}.
     *
     * @param loop of the futures
     */
    public static AsyncFiles on(Scheduler loop) {
        return on(loop, Shared.THREADS);
    }

    /**
     * {@return files for a loop, on threads of your own}
     * @param loop of the futures
     * @param threads may block, such as {@link BlockingThreads}
     */
    public static AsyncFiles on(Scheduler loop, Executor threads) {
        return new AsyncFiles(loop, threads, MAX_BYTES, MAX_ENTRIES);
    }

    /**
     * {@return these with another bound for a file that is read into memory}
     * @param bytes at least 0; default: {@link #MAX_BYTES}
     * @throws IllegalArgumentException if it is negative
     */
    public AsyncFiles maxBytes(int bytes) {
        return new AsyncFiles(loop, threads, Bounds.atLeast("maxBytes", 0, bytes), maxEntries);
    }

    /**
     * {@return these with another bound for a list of files}
     * @param entries at least 0; default: {@link #MAX_ENTRIES}
     * @throws IllegalArgumentException if it is negative
     */
    public AsyncFiles maxEntries(int entries) {
        return new AsyncFiles(loop, threads, maxBytes, Bounds.atLeast("maxEntries", 0, entries));
    }

    /**
     * {@return a whole file} It fails if that has more bytes than {@link #maxBytes}, which is looked at while it is read: a
     * file may grow, and some have no length, such as those of {@code /proc}.
     *
     * @param file to read
     */
    public Future<Body.Bytes> read(Path file) {
        requireNonNull(file, "file");
        return loop.blocking(threads, () -> Body.of(readNow(file)));
    }

    /**
     * {@return a whole file as text in UTF-8} Malformed bytes become U+FFFD.
     * @param file to read, as in {@link #read}
     */
    public Future<String> readString(Path file) {
        requireNonNull(file, "file");
        return loop.blocking(threads, () -> new String(readNow(file), StandardCharsets.UTF_8));
    }

    private byte[] readNow(Path file) throws IOException {
        try (InputStream in = open(file)) {
            byte[] bytes = in.readNBytes(maxBytes);
            if (bytes.length == maxBytes && in.read() >= 0) {
                throw new IOException(
                        file + " has more than " + maxBytes
                                + " bytes: raise the limit (AsyncFiles.maxBytes), or read it piece by piece (AsyncFiles.stream)");
            }
            return bytes;
        }
    }

    /** To open a pipe waits until a writer comes, and an interrupt does not end that: the thread would be gone for all files. */
    private static InputStream open(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    attributes.isDirectory()
                            ? "is a directory"
                            : "is no regular file, and to read it may never end: use an InputStreamBody on threads of your own");
        }
        return Files.newInputStream(file);
    }

    /**
     * {@return the bytes of a file, piece by piece} While one piece is used, a thread reads the next one. A file of any
     * length needs the memory of two pieces.
     *
     * @param file opened for the first piece
     */
    public BodyStream stream(Path file) {
        requireNonNull(file, "file");
        return InputStreamBody.of(loop, threads, () -> open(file)).withReadAhead();
    }

    /**
     * {@return the lines of a file, one by one}
     * @param file read as in {@link #stream}
     */
    public LineReader<String> lines(Path file) {
        return LineReader.of(stream(file));
    }

    /**
     * Writes a whole file. It is atomic: who reads the file meanwhile, and who finds it after a crash of this process, has
     * either the old bytes or the new ones. For that the bytes are written to a new file beside it, {@code write-*.part},
     * which then takes its name. It has the permissions of the file that it replaces, or else those of any new file.
     *
     * @param file is replaced if it is there; its folder must be there. A link stays, and what it leads to is replaced.
     * @param bytes must not be changed before the future is complete
     * @return completes when the file has its name. It is not forced to the disk: a crash of the machine may lose it.
     */
    public Future<@Nullable Void> write(Path file, byte[] bytes) {
        requireNonNull(file, "file");
        requireNonNull(bytes, "bytes");
        return loop.blocking(threads, () -> {
            AtomicWrite.write(file, bytes);
            return null;
        });
    }

    /**
     * Writes a body, piece by piece, as {@link #write(Path, byte[])}: an upload, for example. The next piece is read when the one
     * before is written, so a file of any length needs the memory of one piece, and a client can't be faster than the disk.
     *
     * @param file is replaced if it is there, when the body has ended; if that fails, it is as it was
     * @param body cancelled if it cannot be written
     * @return completes when the file has its name. To cancel it cancels the body.
     */
    public Future<@Nullable Void> write(Path file, Body body) {
        requireNonNull(file, "file");
        BodyStream pieces = requireNonNull(body, "body").stream();
        Future<AtomicWrite> begun = loop.blocking(threads, () -> AtomicWrite.begin(file));
        Future<@Nullable Void> written = begun.flatMap(write -> new BodyWrite(pieces, write, loop, threads)
                .run()
                .onComplete((end, error) -> {
                    if (error != null) {
                        discard(write);
                    }
                }));
        return written.onComplete((end, error) -> {
            if (error != null) {
                pieces.cancel();
            }
        });
    }

    private void discard(AtomicWrite write) {
        try {
            loop.offload(threads, write::cancel);
        } catch (RejectedExecutionException e) {
            write.cancel();
        }
    }

    /**
     * Writes a whole file of text in UTF-8, as {@link #write}.
     * @param file is replaced if it is there
     * @param text may be empty
     * @return completes when the file has its name
     */
    public Future<@Nullable Void> writeString(Path file, String text) {
        return write(file, requireNonNull(text, "text").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@return what is in a folder, by name} It fails if there are more than {@link #maxEntries}.
     * @param folder to list
     */
    public Future<List<Path>> list(Path folder) {
        requireNonNull(folder, "folder");
        return loop.blocking(threads, () -> {
            try (Stream<Path> all = Files.list(folder)) {
                return bounded(folder, all);
            }
        });
    }

    /**
     * {@return a folder and all that is below it, each folder before what is in it} Symbolic links are not followed. It fails
     * if there are more than {@link #maxEntries}.
     *
     * @param folder to walk through
     */
    public Future<List<Path>> walk(Path folder) {
        requireNonNull(folder, "folder");
        return loop.blocking(threads, () -> {
            try (Stream<Path> all = Files.walk(folder)) {
                return bounded(folder, all);
            }
        });
    }

    List<Path> bounded(Path folder, Stream<Path> all) throws IOException {
        List<Path> found;
        try {
            found = all.limit(maxEntries + 1L).sorted().toList();
        } catch (
                UncheckedIOException
                        e) { // a stream cannot throw the error itself, such as of a folder that is not readable
            throw e.getCause();
        }
        if (found.size() > maxEntries) {
            throw new IOException(
                    folder + " has more than " + maxEntries + " entries: raise the limit (AsyncFiles.maxEntries)");
        }
        return found;
    }

    /**
     * Copies a file, and replaces the one that is there.
     * @param from a file
     * @param to its copy
     * @return completes when all is written
     */
    public Future<@Nullable Void> copy(Path from, Path to) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        return loop.blocking(threads, () -> {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            return null;
        });
    }

    @Override
    public String toString() {
        return "AsyncFiles[" + loop + "]";
    }
}
