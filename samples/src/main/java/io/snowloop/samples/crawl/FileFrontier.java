// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.snowloop.future.Future;
import io.snowloop.samples.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A frontier in a file, so that a crawl can be stopped, also by {@code kill -9}, and go on. The file is in JSON Lines: the first line
 * says what is crawled, and each other one is a page.
 *
 * <p>That is all there is to keep: what waits to be fetched are the links of the pages that are no page yet. A line is appended at
 * once, and a page counts when its line has an end. A line without one is of a process that was killed while it wrote: it is cut
 * off, and its page is fetched again.
 *
 * <p>It is written on the loop's thread, which copies into the page cache. So a process may be killed; after a power failure the last
 * pages may be missing.
 */
final class FileFrontier implements Frontier {
    private static final String NAME = "pages.jsonl";

    private final Path file;
    private final FileChannel channel;
    private final InstantSource clock;
    private final Header header;
    private final MemoryFrontier memory;

    /**
     * The first line.
     *
     * @param crawl the URL with which it begins
     * @param more other URLs to begin with
     */
    private record Header(String crawl, List<String> more) {}

    private FileFrontier(Path file, FileChannel channel, InstantSource clock, @Nullable Header begun)
            throws IOException {
        this.file = file;
        this.channel = channel;
        this.clock = clock;
        if (!isLocked()) {
            throw new IOException("another crawl writes " + file + ": wait for its end, or choose another folder");
        }
        if (begun != null) {
            begin(begun);
        }
        long length = endOfLines(channel);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(Files.newInputStream(file), UTF_8))) {
            header = header(length == 0 ? null : lines.readLine());
            memory = new MemoryFrontier(
                    URI.create(header.crawl),
                    header.more.stream().map(URI::create).toList());
            readPages(lines, length < channel.size());
        }
        channel.truncate(length).position(length); // not before all other lines are known to be ours
    }

    /** Whether there is a crawl in this folder. */
    static boolean isIn(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        return Files.exists(file)
                && Files.size(file) > 0; // an empty one is of a process that was killed before it wrote
    }

    /**
     * Begins a crawl in a folder, which is made if it is not there.
     *
     * @param more URLs to begin with beside the first one
     * @throws IOException if there is a crawl by now
     */
    static FileFrontier create(Path folder, URI start, Collection<URI> more, InstantSource clock) throws IOException {
        Files.createDirectories(folder);
        return open(
                folder,
                clock,
                new Header(start.toString(), more.stream().map(URI::toString).toList()));
    }

    /**
     * Goes on with the crawl in a folder.
     *
     * @throws IOException if another process works on it, or if a line is not as this class writes it; it names the line
     */
    static FileFrontier open(Path folder, InstantSource clock) throws IOException {
        return open(folder, clock, null);
    }

    /** @param begun the first line of a crawl that begins; null if one goes on */
    private static FileFrontier open(Path folder, InstantSource clock, @Nullable Header begun) throws IOException {
        Path file = folder.resolve(NAME);
        FileChannel channel = FileChannel.open(file, begun == null ? Set.of(READ, WRITE) : Set.of(CREATE, READ, WRITE));
        try {
            return new FileFrontier(file, channel, clock, begun);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /** Under the lock: of two crawls that begin together, one has the file. */
    private void begin(Header first) throws IOException {
        if (channel.size() > 0) {
            throw new IOException("another crawl has begun " + file + ": choose another folder");
        }
        write(first);
    }

    private boolean isLocked() throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this process
        }
    }

    /** The length of all lines that have an end. */
    private static long endOfLines(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(8 * 1024);
        for (long end = channel.size(); end > 0; end -= block.limit()) {
            block.clear().limit((int) Math.min(block.capacity(), end));
            while (block.hasRemaining() && channel.read(block, end - block.remaining()) > 0) {
                // until it is full
            }
            for (int i = block.limit() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return end - block.limit() + i + 1;
                }
            }
        }
        return 0;
    }

    private Header header(@Nullable String line) throws IOException {
        try {
            Header read = line == null ? null : Json.read(line, Header.class);
            if (read != null && read.crawl != null && read.more != null && !read.more.contains(null)) {
                read.more.forEach(URI::create);
                if (URI.create(read.crawl).getHost() != null) {
                    return read;
                }
            }
        } catch (JacksonException | IllegalArgumentException e) {
            // falls through: the message is the same
        }
        throw new IOException(file + ", line 1 is not the beginning of a crawl: choose another folder");
    }

    /** @param torn whether the last line has no end */
    private void readPages(BufferedReader lines, boolean torn) throws IOException {
        int number = 2;
        String line = lines.readLine();
        while (line != null) {
            String next = lines.readLine();
            if (next != null || !torn) {
                readPage(line, number++);
            }
            line = next;
        }
    }

    private void readPage(String line, int number) throws IOException {
        try {
            @Nullable PageLine page = Json.read(line, PageLine.class);
            if (page == null) {
                throw new IllegalArgumentException("it is null");
            }
            Visit visit = page.visit();
            if (visit.page().isAnswered()) { // earlier versions wrote the others, too
                memory.restore(visit);
            }
        } catch (JacksonException | IllegalArgumentException e) {
            String reason = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
            throw new IOException(file + ", line " + number + " is not a page (" + reason
                    + "): delete this line, then its page is fetched again");
        }
    }

    Path file() {
        return file;
    }

    /** How many pages it has. */
    int pages() {
        return memory.saved().resultNow();
    }

    /** The URL with which the crawl begins. */
    URI start() {
        return URI.create(header.crawl);
    }

    @Override
    public Future<@Nullable URI> take() {
        return memory.take();
    }

    @Override
    public Future<@Nullable Void> save(Visit visit) {
        if (!visit.page().isAnswered()) {
            return memory.save(visit);
        }
        try {
            write(PageLine.of(visit, clock.instant()));
        } catch (IOException e) {
            return Future.failed(new IOException("cannot write " + file + ": " + e.getMessage(), e));
        }
        return memory.save(visit);
    }

    private void write(Record line) throws IOException {
        ByteBuffer bytes = UTF_8.encode(Json.of(line) + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public Future<Integer> saved() {
        return memory.saved();
    }

    @Override
    public Future<Map<URI, Visit>> visits() {
        return memory.visits();
    }

    @Override
    public boolean isKept() {
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
