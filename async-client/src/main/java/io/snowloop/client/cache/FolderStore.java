// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Headers;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.BlockingThreads;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Responses in a folder. All of its state belongs to the one thread that its work is done on. */
final class FolderStore implements CacheStore {
    private static final LazyLogger LOG = new LazyLogger(CacheStore.class);

    /** What the index of a small folder may take, in bytes. */
    private static final int LEAST_MEMORY = 1 << 20;

    /** As many steps may wait for the disk. A fetch has one at a time. */
    private static final int MAX_WAITING = 10_000;

    /** A file. Not a record: it is compared by identity. */
    private static final class Kept implements LruIndex.Entry {
        private final StoredResponse head;
        private final Path file;
        private final long size;

        Kept(StoredResponse head, Path file, long size) {
            this.head = head;
            this.file = file;
            this.size = size;
        }

        @Override
        public StoredResponse response() {
            return head;
        }

        @Override
        public long size() {
            return size;
        }
    }

    private final Path folder;
    private final LruIndex<Kept> index;
    private final Executor executor;
    private boolean loaded;

    /** @param executor does one step at a time, in order */
    FolderStore(Path folder, long maxBytes, int maxEntries, Executor executor) {
        this.folder = requireNonNull(folder, "folder");
        if (Files.exists(folder) && !Files.isDirectory(folder)) { // else each response would fail to be stored, later
            throw new IllegalArgumentException("not a folder, but a file: " + folder.toAbsolutePath());
        }
        this.executor = executor;
        index = new LruIndex<>(maxBytes, Math.max(LEAST_MEMORY, maxBytes / 16), maxEntries);
    }

    /** A thread that ends when there is nothing to do for a while. */
    static Executor thread() {
        return BlockingThreads.pool("snowloop-cache", 1, MAX_WAITING);
    }

    @Override
    public Future<@Nullable StoredResponse> find(String url, Headers request) {
        requireNonNull(url, "url");
        requireNonNull(request, "request");
        return onThread(() -> read(url, request));
    }

    @Override
    public Future<@Nullable Void> put(StoredResponse response) {
        requireNonNull(response, "response");
        return onThread(() -> {
            Path file = ResponseFile.write(folder, response);
            delete(index.put(new Kept(response.withoutContent(), file, response.size())));
            return null;
        });
    }

    @Override
    public Future<@Nullable Void> remove(String url) {
        requireNonNull(url, "url");
        return onThread(() -> {
            delete(index.remove(url));
            return null;
        });
    }

    private <T extends @Nullable Object> Future<T> onThread(Callable<T> step) {
        Scheduler loop = Scheduler.current();
        Promise<T> promise = loop.newPromise();
        try {
            loop.offload(executor, () -> run(step, promise));
        } catch (RejectedExecutionException e) {
            promise.fail(new IOException(folder + " is too slow: " + MAX_WAITING + " steps of the cache wait", e));
        }
        return promise;
    }

    private <T extends @Nullable Object> void run(Callable<T> step, Promise<T> promise) {
        try {
            if (!loaded) {
                load();
                loaded = true;
            }
            promise.complete(step.call());
        } catch (RejectedExecutionException e) {
            // the loop is closed: no one waits for this
        } catch (Throwable e) { // also an OutOfMemoryError: a fetch waits for this
            promise.fail(e);
        }
    }

    /** Takes what an earlier process has left: the files in the order in which they were written. */
    private void load() throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(FolderStore::isOurs).forEach(files::add);
        }
        files.sort(Comparator.comparing(FolderStore::modified));
        for (Path file : files) {
            if (file.toString().endsWith(ResponseFile.PART)) { // of a process that ended in the middle of writing it
                delete(file);
                continue;
            }
            try {
                StoredResponse head = ResponseFile.readHead(file);
                delete(index.put(new Kept(head.withoutContent(), file, Files.size(file))));
            } catch (IOException e) {
                discard(file, e);
            }
        }
    }

    /** No pipe, which would have to be waited for, and no link. */
    private static boolean isOurs(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(ResponseFile.SUFFIX) || name.endsWith(ResponseFile.PART))
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // reading it fails, too, and that is told
        }
    }

    private @Nullable StoredResponse read(String url, Headers request) {
        Kept found = index.find(url, request);
        if (found == null) {
            return null;
        }
        try {
            return ResponseFile.read(found.file);
        } catch (IOException e) {
            index.remove(found);
            discard(found.file, e);
            return null;
        }
    }

    private static void discard(Path file, IOException reason) {
        LOG.log(Level.DEBUG, () -> "a file of the cache is removed: " + file, reason);
        delete(file);
    }

    private static void delete(List<Kept> gone) {
        gone.forEach(entry -> delete(entry.file));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, () -> "cannot delete " + file + ", which the cache does not need any more", e);
        }
    }
}
