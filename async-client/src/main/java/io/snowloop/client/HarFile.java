// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static java.util.Objects.requireNonNull;

import io.snowloop.client.auth.Redaction;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.syntax.JsonObject;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.loop.channel.TurnQueue;
import io.snowloop.options.Bounds;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.module.ModuleDescriptor;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter that writes requests, their responses and their times into a file, which the network view of a browser opens: HAR 1.2, an HTTP
 * archive.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CostsPageTest.java#har -->
 * <pre>{@code
 * try (HarFile har = HarFile.builder(file).redact("X-Api-Key").open()) {
 *     session(plain.with(redirects(5)).with(har).with(contentDecoding()));
 * }
 * }</pre>
 *
 * <p>Add it after the filters that send more than one request, such as {@link Redirects} and {@link Retries}: then each request is an entry.
 * Outside of {@link ContentDecoding} it records text where the server sends gzip. Times are those of {@link FetchTimings}.
 *
 * <p>An entry is written when its response has been read, or has failed. The file is valid after each entry, also if the program dies. The
 * write is one call, on the loop's thread. In memory there is only what is in flight, up to {@link Builder#maxMemory}.
 *
 * <p>The values of {@code Authorization}, {@code Proxy-Authorization}, {@code Cookie} and {@code Set-Cookie} are not written, nor those of
 * the fields that {@link Builder#redact} names. Bodies and URLs are: look at the file before you give it away. A new file is its owner's only.
 * A body of a request that is a {@link io.snowloop.http.FileBody} is not recorded.
 *
 * <p>As a filter it belongs to one loop.
 */
public final class HarFile implements Filter, AutoCloseable {
    private static final LazyLogger LOG = new LazyLogger(HarFile.class);

    private static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);

    private static final String TAIL = "\n]}}\n";

    private final Path file;
    private final FileChannel channel;
    private final Settings settings;

    /** Those that are in flight. */
    private final Set<HarEntry> pending = new LinkedHashSet<>();

    /** Of a MiB of control characters 6 MiB are written, which takes some 20 ms, and many may end in a turn. Null before the first. */
    private @Nullable TurnQueue writes;

    /** Where the next entry goes: the end of the last one. */
    private long end;

    private boolean empty = true;
    private boolean closed;

    /** Why nothing is written any more. */
    private @Nullable IOException failure;

    /** What the entries share. */
    record Settings(int maxBody, RecordedMemory memory, Redaction redaction, InstantSource clock) {}

    private HarFile(Builder builder) throws IOException {
        this.file = builder.file;
        RecordedMemory memory = new RecordedMemory(Math.max(builder.maxMemory, builder.maxBody));
        this.settings = new Settings(builder.maxBody, memory, builder.redaction, builder.clock);
        this.channel = FileChannel.open(file, OPTIONS, ofItsOwner(file));
        try {
            write(head());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The permissions of a new file: bodies and URLs have secrets. None on a file system without such permissions. */
    private static FileAttribute<?>[] ofItsOwner(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(Set.of(OWNER_READ, OWNER_WRITE))}
                : new FileAttribute<?>[0];
    }

    private static String head() {
        ModuleDescriptor module = HarFile.class.getModule().getDescriptor(); // null on the class path
        String version = module == null ? "" : module.rawVersion().orElse("");
        JsonObject creator = new JsonObject().put("name", "snowloop").put("version", version);
        return "{\"log\":{\"version\":\"1.2\",\"creator\":" + creator + ",\"entries\":[\n";
    }

    /**
     * {@return an archive with every setting at its default}
     * @param file is replaced if it is there
     * @throws IOException if it cannot be written
     */
    public static HarFile create(Path file) throws IOException {
        return builder(file).open();
    }

    /**
     * {@return a builder with every setting at its default}
     * @param file is replaced if it is there
     */
    public static Builder builder(Path file) {
        return new Builder(requireNonNull(file, "file"));
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        requireNonNull(request, "request");
        requireNonNull(next, "next");
        TurnQueue queue = writes == null ? new TurnQueue(Reactor.of(Scheduler.current())) : writes;
        writes = queue;
        HarEntry entry = new HarEntry(settings, request, finished -> queue.add(() -> finished(finished)));
        if (!closed) {
            pending.add(entry);
        }
        return entry.send(next);
    }

    private void finished(HarEntry entry) {
        if (pending.remove(entry) && failure == null && !closed) {
            add(entry);
        }
        entry.release();
    }

    private void add(HarEntry entry) {
        try {
            write((empty ? "" : ",\n") + entry.json());
            empty = false;
        } catch (IOException e) {
            failure = e;
            LOG.log(Level.WARNING, () -> "cannot write to " + file + ": it has no entry after this", e);
            if (channel.isOpen()) { // an interrupt of the thread closes it, before it writes
                restore();
            }
        }
    }

    /** Writes over the end of the file, and the end again behind it. */
    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        ByteBuffer all = ByteBuffer.allocate(bytes.length + TAIL.length());
        all.put(bytes).put(TAIL.getBytes(UTF_8)).flip();
        for (long at = end; all.hasRemaining(); ) {
            at += channel.write(all, at);
        }
        end += bytes.length;
    }

    /** What is left of an entry that did not fit. */
    private void restore() {
        try {
            channel.truncate(end);
            write("");
        } catch (IOException e) {
            LOG.log(Level.WARNING, () -> file + " is not valid JSON: its end could not be written", e);
        }
    }

    /**
     * Writes what is in flight as it is, and closes the file. After the loop has run, or on its thread; the filter does nothing then.
     * @throws IOException if not all could be written
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        List.copyOf(pending).forEach(this::finished);
        closed = true;
        channel.close();
        if (failure != null) {
            throw new IOException("not all was written to " + file + ": " + failure.getMessage(), failure);
        }
    }

    /** Sets an archive up. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private final Path file;
        private int maxBody = 1 << 20;
        private long maxMemory = 16L << 20;
        private Redaction redaction = Redaction.DEFAULT;
        private InstantSource clock = InstantSource.system();

        private Builder(Path file) {
            this.file = file;
        }

        /**
         * Sets how much of each body is recorded. An exchange in flight has up to twice that in memory.
         * @param bytes from 0 to 1 GiB; default: 1 MiB
         * @return this builder
         */
        public Builder maxBody(int bytes) {
            this.maxBody = (int) Bounds.between("maxBody", 0, 1 << 30, bytes);
            return this;
        }

        /**
         * Sets how much of all bodies together is recorded that are in flight. Servers may stall as many as there are connections. Of a body
         * for which no more is left, the beginning is written.
         *
         * @param bytes at least 1; if {@link #maxBody} is more, that; default: 16 MiB, which may take twice that in memory
         * @return this builder
         */
        public Builder maxMemory(long bytes) {
            this.maxMemory = Bounds.atLeast("maxMemory", 1, bytes);
            return this;
        }

        /**
         * Adds fields whose values are not written.
         * @param names of header fields, in any case; such as {@code X-Api-Key}
         * @return this builder
         */
        public Builder redact(String... names) {
            this.redaction = redaction.and(List.of(requireNonNull(names, "redact")));
            return this;
        }

        /**
         * Sets what tells the time of day at which a request begins. How long it takes is told by the loop's ticker.
         * @param clock default: the system's
         * @return this builder
         */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * {@return the archive, without entries}
         * @throws IOException if its file cannot be written
         */
        public HarFile open() throws IOException {
            return new HarFile(this);
        }
    }
}
