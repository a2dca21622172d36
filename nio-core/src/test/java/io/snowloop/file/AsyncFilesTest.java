// SPDX-License-Identifier: Apache-2.0
package io.snowloop.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.LineReader;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.NullArguments;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Files off the loop")
class AsyncFilesTest {
    private final TestLoop test = new TestLoop();

    /** The thread that may block, step by step. */
    private final Queue<Runnable> threads = new ArrayDeque<>();

    private final AsyncFiles files = AsyncFiles.on(test.loop, threads::add);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        test.close();
    }

    private <T extends @Nullable Object> Future<T> done(Future<T> future) {
        assertThat(future.isDone()).as("without a thread").isFalse();
        threads.remove().run();
        return test.turnUntilDone(future);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    // ---------------------------------------------------------------------------------------------------------- read

    @Test
    void areReadByAThread() throws IOException {
        Path file = file("a.txt", "schön");
        assertThat(done(files.readString(file)).resultNow()).isEqualTo("schön");
        assertThat(done(files.read(file)).resultNow()).isEqualTo(Body.of("schön"));
    }

    @Test
    void areReadByThreadsThatAllShare() throws Exception {
        assertThat(test.turnUntilDone(AsyncFiles.on(test.loop).readString(file("a.txt", "snow")))
                        .resultNow())
                .isEqualTo("snow");
    }

    @Test
    void haveABoundInMemory() throws IOException {
        AsyncFiles small = files.maxBytes(4);
        assertThat(done(small.readString(file("a.txt", "snow"))).resultNow()).isEqualTo("snow");
        Path longer = file("b.txt", "snowy");
        assertThat(done(small.readString(longer)).outcome().error())
                .isInstanceOf(IOException.class)
                .hasMessage(
                        longer + " has more than 4 bytes: raise the limit (AsyncFiles.maxBytes), or read it piece by"
                                + " piece (AsyncFiles.stream)");
    }

    @Test
    void failAsTheJdkSays() {
        Path missing = folder.resolve("missing");
        assertThat(done(files.read(missing)).outcome().error())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing.toString());
    }

    /** A pipe without a writer would keep its thread. Here it has one, so that a reader would get something. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no mkfifo, and no /dev/null")
    void areNoPipesDevicesOrFolders() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there is a mkfifo");
        Process writer = new ProcessBuilder("sh", "-c", "echo x > '" + pipe + "'").start();
        try {
            for (Path none : List.of(pipe, Path.of("/dev/null"))) {
                String why = none + ": is no regular file, and to read it may never end: use an InputStreamBody";
                assertThat(done(files.read(none)).outcome().error()).hasMessageStartingWith(why);
                assertThat(done(files.readString(none)).outcome().error()).hasMessageStartingWith(why);
                BodyStream stream = files.stream(none);
                assertThat(done(stream.read()).outcome().error()).hasMessageStartingWith(why);
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(done(files.read(folder)).outcome().error()).hasMessage(folder + ": is a directory");
    }

    @Test
    void areReadPieceByPieceWithOnePieceAhead() throws IOException {
        Path file = file("large", "0123456789abcdef".repeat(10_000));
        BodyStream stream = files.stream(file);
        assertThat(threads).as("opened for the first piece").isEmpty();
        assertThat(done(stream.read()).resultNow().remaining()).isEqualTo(65_536);
        assertThat(threads).as("the next one, before it is asked for").hasSize(1);
        threads.remove().run();
        test.turnUntilIdle();
        assertThat(threads).as("and no more").isEmpty();
        assertThat(stream.read().resultNow()).extracting(ByteBuffer::remaining).isEqualTo(65_536);
        stream.cancel();
        threads.remove().run();
        test.turnUntilIdle();
        threads.remove().run(); // closes the file
    }

    @Test
    void haveLines() throws IOException {
        Path file = file("lines", "one\ntwo\n");
        List<String> seen = new ArrayList<>();
        Future<?>[] end = {null};
        test.inTask(() -> {
            LineReader<String> lines = AsyncFiles.on(test.loop, Runnable::run).lines(file);
            end[0] = lines.forEach(line -> {
                seen.add(line);
                return Future.completed(null);
            });
        });
        test.turnUntilDone(end[0]);
        assertThat(seen).containsExactly("one", "two");
    }

    // --------------------------------------------------------------------------------------------------------- write

    /** In place of a full disk: what an interrupted thread writes fails in the same way. */
    @Test
    void areNamedIfTheyCannotBeWritten() {
        Path file = folder.resolve("a.txt");
        Future<?> written = files.writeString(file, "snow");
        Thread.currentThread().interrupt();
        threads.remove().run();
        assertThat(Thread.interrupted()).isTrue();

        assertThat(test.turnUntilDone(written).outcome().error())
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("cannot write " + folder, "ClosedByInterrupt");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void areReplacedAsAWhole() throws IOException {
        Path file = file("a.txt", "old");
        done(files.writeString(file, "new"));
        assertThat(file).hasContent("new");
        done(files.write(folder.resolve("b"), "b".getBytes(UTF_8)));
        assertThat(folder.resolve("b")).hasContent("b");
        assertOnly("a.txt", "b");
    }

    /** A body whose pieces the test gives, and whose end. */
    private final class Upload implements BodyStream {
        @Nullable
        Promise<@Nullable ByteBuffer> asked;

        boolean cancelled;

        @Override
        public Future<@Nullable ByteBuffer> read() {
            Promise<@Nullable ByteBuffer> next = test.loop.newPromise();
            asked = next;
            return next;
        }

        void give(@Nullable String piece) {
            Promise<@Nullable ByteBuffer> next = Objects.requireNonNull(asked);
            asked = null;
            next.complete(piece == null ? null : UTF_8.encode(piece));
            test.turnUntilIdle();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private void runThread() {
        threads.remove().run();
        test.turnUntilIdle();
    }

    @Test
    void areWrittenPieceByPieceAsFastAsTheDisk() throws IOException {
        Path file = file("a.txt", "old");
        Upload upload = new Upload();
        Future<?> written = files.write(file, upload);
        runThread();
        upload.give("sn");
        assertThat(upload.asked).as("before the piece is written").isNull();
        runThread();
        upload.give("ow");
        runThread();
        assertThat(file).hasContent("old");
        upload.give(null);
        runThread();
        written.resultNow();
        assertThat(file).hasContent("snow");
        assertThat(upload.cancelled).isFalse();
        assertThat(threads).isEmpty();
        assertOnly("a.txt");
    }

    @Test
    void stayWhatTheyWereIfTheBodyBreaksOff() throws IOException {
        Path file = file("a.txt", "old");
        Upload upload = new Upload();
        Future<?> written = files.write(file, upload);
        runThread();
        upload.give("sn");
        runThread();
        Objects.requireNonNull(upload.asked).fail(new IOException("broke off"));
        test.turnUntilIdle();
        runThread();
        assertThat(written.outcome().error()).hasMessage("broke off");
        assertThat(file).hasContent("old");
        assertOnly("a.txt");
    }

    @Test
    void stayWhatTheyWereIfAWriteIsCancelled() throws IOException {
        for (int steps = 0; steps < 4; steps++) {
            Upload upload = new Upload();
            Future<?> written = files.write(folder.resolve("a.txt"), upload);
            if (steps > 0) {
                runThread();
            }
            if (steps > 1) {
                upload.give("sn");
            }
            if (steps > 2) {
                runThread();
            }
            written.cancel();
            test.turnUntilIdle();
            while (!threads.isEmpty()) {
                runThread();
            }
            assertThat(upload.cancelled).as("after step " + steps).isTrue();
            assertOnly();
        }
    }

    @Test
    void cancelABodyAfterAnyNumberOfPieces() throws IOException {
        Upload upload = new Upload();
        Future<?> written = files.write(folder.resolve("a.txt"), upload);
        runThread();
        for (int i = 0; i < 50_000; i++) {
            upload.give("s");
            runThread();
        }

        written.cancel();
        test.turnUntilIdle();
        runThread();

        assertThat(written.outcome().error()).isInstanceOf(CancellationException.class);
        assertThat(upload.cancelled).isTrue();
        assertOnly();
    }

    @Test
    void cancelABodyThatTheyHaveNoRoomFor() throws IOException {
        Upload upload = new Upload();
        Future<?> written = files.write(folder.resolve("a.txt"), upload);
        runThread();
        upload.give("sn");
        Thread.currentThread().interrupt(); // in place of a full disk
        threads.remove().run();
        assertThat(Thread.interrupted()).isTrue();
        test.turnUntilIdle();
        runThread();
        assertThat(written.outcome().error()).hasMessageStartingWith("cannot write " + folder);
        assertThat(upload.cancelled).isTrue();
        assertOnly();
    }

    @Test
    void cancelABodyThatHasNoFolder() {
        Upload upload = new Upload();
        Future<?> written = files.write(folder.resolve("missing/a"), upload);
        runThread();
        assertThat(written.outcome().error()).isInstanceOf(NoSuchFileException.class);
        assertThat(upload.cancelled).isTrue();
    }

    private void assertOnly(String... names) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    @Test
    void stayWhatTheyWereIfTheyCannotBeReplaced() throws IOException {
        Path notEmpty = Files.createDirectory(folder.resolve("folder"));
        Files.createFile(notEmpty.resolve("a"));
        assertThat(done(files.writeString(notEmpty, "text")).outcome().error()).isInstanceOf(IOException.class);
        assertThat(notEmpty.resolve("a")).exists();
        assertOnly("folder");
        assertThat(done(files.writeString(folder.resolve("missing/a"), "text"))
                        .outcome()
                        .error())
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void keepTheirPermissions() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "POSIX permissions");
        Path file = file("secret", "old");
        for (String permissions : List.of("rw-------", "rw-rw-rw-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            done(files.writeString(file, "new"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(permissions);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a link needs a privilege there")
    void areReplacedBehindALink() throws IOException {
        Path file = file("a.txt", "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        done(files.writeString(link, "new"));
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a link needs a privilege there")
    void areMadeBehindALinkThatLeadsToNone() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path second = Files.createSymbolicLink(inner.resolve("second"), Path.of("../a.txt"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("inner/second"));
        done(files.writeString(link, "new"));
        assertThat(link).isSymbolicLink();
        assertThat(second).isSymbolicLink();
        assertThat(folder.resolve("a.txt")).hasContent("new");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a link needs a privilege there")
    void areNotWrittenBehindALoopOfLinks() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
        assertThat(done(files.writeString(link, "new")).outcome().error())
                .isInstanceOf(FileSystemLoopException.class)
                .hasMessage(link.toString());
        assertOnly("a", "b");
    }

    @Test
    void areCopied() throws IOException {
        Path copy = file("b", "old");
        done(files.copy(file("a", "snow"), copy));
        assertThat(copy).hasContent("snow");
    }

    // -------------------------------------------------------------------------------------------------------- folders

    @Test
    void areListedByName() throws IOException {
        Path b = file("b", "");
        Path a = file("a", "");
        assertThat(done(files.list(folder)).resultNow()).containsExactly(a, b);
    }

    @Test
    void areFoundInAllFolders() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path deep = Files.createFile(inner.resolve("deep"));
        Path a = file("a", "");
        assertThat(done(files.walk(folder)).resultNow()).containsExactly(folder, a, inner, deep);
    }

    @Test
    void haveABoundForTheirNumber() throws IOException {
        file("a", "");
        file("b", "");
        assertThat(done(files.maxEntries(2).list(folder)).resultNow()).hasSize(2);
        for (Future<List<Path>> list :
                List.of(files.maxEntries(1).list(folder), files.maxEntries(1).walk(folder))) {
            assertThat(done(list).outcome().error())
                    .isInstanceOf(IOException.class)
                    .hasMessage(folder + " has more than 1 entries: raise the limit (AsyncFiles.maxEntries)");
        }
    }

    /** As {@link Files#walk} does at a folder that is not readable, which there is none of for root. */
    @Test
    void failAsTheJdkSaysInTheMiddleOfAWalk() {
        AccessDeniedException denied = new AccessDeniedException("secret");
        Stream<Path> all = Stream.generate(() -> {
            throw new UncheckedIOException(denied);
        });
        assertThatThrownBy(() -> files.bounded(folder, all)).isSameAs(denied);
    }

    // -------------------------------------------------------------------------------------------------------- callers

    @Test
    void areNotTouchedIfTheCallIsCancelled() {
        Path file = folder.resolve("a");
        Future<@Nullable Void> written = files.writeString(file, "text");
        written.cancel();
        test.turnUntilIdle();
        threads.remove().run();
        assertThat(file).doesNotExist();
    }

    @Test
    void needTheirArguments() throws Exception {
        assertThat(new NullArguments()
                        .sample(int.class, () -> 1)
                        .sample(String.class, () -> "a")
                        .sample(byte[].class, () -> new byte[0])
                        .sample(Body.class, () -> Body.EMPTY)
                        .sample(Path.class, () -> folder.resolve("none"))
                        .sample(Scheduler.class, () -> test.loop)
                        .sample(Executor.class, () -> threads::add)
                        .sample(AsyncFiles.class, () -> files)
                        .unchecked(AsyncFiles.class))
                .isEmpty();
    }
}
