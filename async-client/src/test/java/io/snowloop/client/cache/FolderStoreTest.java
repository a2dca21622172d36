// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import static io.snowloop.client.cache.MemoryStoreTest.stored;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses in a folder. */
class FolderStoreTest {
    @TempDir
    private Path parent;

    private final TestLoop scene = new TestLoop();
    private final Queue<Runnable> steps = new ArrayDeque<>();
    private Path folder;
    private CacheStore store;

    @BeforeEach
    void open() {
        folder = parent.resolve("a/b");
        store = new FolderStore(folder, 1_000_000, 100, Runnable::run);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private <T extends @Nullable Object> T done(Callable<Future<T>> step) {
        Future<T> future = scene.loop.submit(step);
        scene.turnUntil(future::isDone);
        return future.resultNow();
    }

    private void put(StoredResponse response) {
        done(() -> store.put(response));
    }

    private @Nullable StoredResponse find(String url, String... fields) {
        return done(() -> store.find(url, Headers.of(fields)));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private void restart(int maxEntries) {
        store = new FolderStore(folder, 1_000_000, maxEntries, Runnable::run);
    }

    /** To open a pipe without a writer would keep the cache's thread. Here it has one. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeAmongItsFilesIsNotOpened() throws Exception {
        Path pipe = Files.createDirectories(folder).resolve("pipe" + ResponseFile.SUFFIX);
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there is a mkfifo");
        Process writer = new ProcessBuilder("sh", "-c", "echo x > '" + pipe + "'").start();
        try {
            assertThatThrownBy(() -> ResponseFile.readHead(pipe)).hasMessage(pipe + " is no regular file");
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheStore.inFolder(file))
                .withMessage("not a folder, but a file: " + file.toAbsolutePath());
    }

    @Test
    void aRestartLosesNothing() {
        StoredResponse french = stored("http://a/", "Accept", "é\r\n\0", "Accept", "text/html; q=\"é\"");
        put(french);
        put(stored("http://b/", "", ""));
        restart(100);

        assertThat(find("http://a/", "Accept", "text/html; q=\"é\"")).isEqualTo(french);
        assertThat(find("http://b/").body().length()).isZero();
        assertThat(find("http://c/")).isNull();
    }

    /** To open it would wait for its other end. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeInItsFolderIsNoResponse() throws Exception {
        Path pipe = Files.createDirectories(folder).resolve("a.response");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there is a mkfifo");

        assertThat(find("http://a/")).isNull();
        assertThat(pipe).exists();
    }

    /** No array has so many bytes. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void anErrorIsAFailureToo() throws IOException {
        Path huge = parent.resolve("huge");
        try (FileChannel file = FileChannel.open(huge, CREATE, READ, WRITE)) {
            MappedByteBuffer bytes = file.map(MapMode.READ_WRITE, 0, Integer.MAX_VALUE);
            StoredResponse response = stored("http://a/", "", "").withBody(Body.of(bytes));
            store = new FolderStore(folder, 1_000_000, 100, steps::add);
            Future<?> kept = scene.loop.submit(() -> store.put(response));
            scene.turnUntilIdle();
            steps.remove().run();
            scene.turnUntilIdle();

            assertThat(kept.outcome().error()).isInstanceOf(OutOfMemoryError.class);
            assertThat(files()).isEmpty();
        }
    }

    /** Of a URL and the fields that select, 512 bytes and 96 more for each field are counted besides their text. */
    @Test
    void whatIsInMemoryHasABoundOfItsOwn() throws IOException {
        store = new FolderStore(folder, 16L << 20, 10_000, Runnable::run); // a sixteenth of it: 1 MiB
        for (int i = 0; i < 20; i++) {
            put(stored("http://a/" + i + "x".repeat(100_000), "", ""));
        }

        assertThat(files()).hasSize(10);
        put(stored("http://a/" + "x".repeat(1_100_000), "", ""));
        assertThat(files()).hasSize(10);
    }

    /** The other fields of a response are in its file only. */
    @Test
    void fieldsThatDoNotSelectAreNotInMemory() throws IOException {
        store = new FolderStore(folder, 16L << 20, 10_000, Runnable::run);
        for (int i = 0; i < 20; i++) {
            StoredResponse one = stored("http://a/" + i, "", "");
            Headers fields = Headers.of("A", "x".repeat(60_000));
            put(new StoredResponse(
                    one.url(), one.selecting(), one.status(), fields, one.requested(), one.received(), Body.EMPTY));
        }

        assertThat(files()).hasSize(20);
        assertThat(find("http://a/19").headers().get("A")).hasSize(60_000);
    }

    @Test
    void whatIsReplacedDroppedOrTooMuchLeavesNoFile() throws IOException {
        put(stored("a", "", "1"));
        put(stored("a", "", "2"));
        assertThat(files()).hasSize(1);
        Files.setLastModifiedTime(files().get(0), FileTime.fromMillis(2_100_000_000_000L));
        for (String url : List.of("b", "c", "d", "e", "f")) { // written before, as the file system says
            put(stored(url, "", url));
        }
        restart(1); // with the bound of another run
        assertThat(find("a")).isNotNull();
        assertThat(files()).hasSize(1);
        done(() -> store.remove("a"));
        assertThat(files()).isEmpty();
    }

    /** Whichever byte it is: a body that is not what was received must not be answered with. */
    @Test
    void aDamagedFileIsRemoved() throws IOException {
        put(stored("a", "Accept", "text", "Accept", "x"));
        Path file = files().get(0);
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x40;
            Files.write(file, bad);
            restart(100);
            assertThat(find("a", "Accept", "x")).as("byte " + i).isNull();
            assertThat(files()).as("byte " + i).isEmpty();
        }
    }

    @Test
    void aDamagedFileTakesNoPlace() throws IOException {
        restart(2);
        put(stored("a", "", "1"));
        Files.writeString(files().get(0), "damaged");
        put(stored("b", "", "2"));
        find("a");
        put(stored("c", "", "3"));
        assertThat(find("b")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 50, -1})
    void aFileThatIsTooShortIsRemoved(int length) throws IOException {
        put(stored("a", "", "text"));
        Path file = files().get(0);
        byte[] good = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(good, length < 0 ? good.length + length : length));
        assertThat(find("a")).as("while it runs").isNull();
        assertThat(files()).isEmpty();
    }

    @Test
    void whatIsNotTheStoresStays() throws IOException {
        put(stored("a", "", "1"));
        Path part = Files.copy(files().get(0), folder.resolve("1.part"));
        Path other = Files.writeString(folder.resolve("notes.txt"), "mine");
        restart(100);
        assertThat(find("a")).isNotNull();
        assertThat(part).doesNotExist();
        assertThat(other).hasContent("mine");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void onlyTheOwnerReadsIt() throws IOException {
        put(stored("a", "", "secret"));
        assertThat(Files.getPosixFilePermissions(files().get(0)).toString()).doesNotContain("GROUP", "OTHERS");
    }

    @Test
    void theLoopDoesNotWaitForTheDisk() {
        store = new FolderStore(folder, 1_000_000, 100, steps::add);
        Future<@Nullable Void> kept = scene.loop.submit(() -> store.put(stored("a", "", "1")));
        scene.turnUntilIdle();
        assertThat(kept.isDone()).isFalse();
        assertThat(folder).doesNotExist();

        steps.remove().run();
        scene.turnUntilIdle();
        assertThat(kept.isDone()).isTrue();
    }

    @Test
    void theThreadOfAStore() {
        store = CacheStore.inFolder(folder);
        put(stored("a", "", "1"));
        assertThat(find("a").body().text()).isEqualTo("1");
    }

    /** It is tried again: the folder may be there later. */
    @Test
    void aFolderThatCannotBeMadeFailsEachStep() throws IOException {
        Files.writeString(parent.resolve("a"), "in the way");
        Future<@Nullable Void> kept = scene.loop.submit(() -> store.put(stored("a", "", "1")));
        scene.turnUntil(kept::isDone);
        assertThat(kept.outcome().error()).isInstanceOf(IOException.class);
        Files.delete(parent.resolve("a"));
        put(stored("a", "", "1"));
        assertThat(find("a")).isNotNull();
    }
}
