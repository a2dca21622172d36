// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.download.RangedDownload.Result;
import io.snowloop.server.Server;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.CapturedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads in the simulator: of a server that breaks, and of one that lies. */
class RangedDownloadTest {
    private static final String HOST = "10.0.0.1";
    private static final int LENGTH = 300_000;
    private static final int RETRIES = 3;

    @TempDir
    private Path folder;

    private FileServer server = new FileServer(LENGTH);
    private final List<Long> seen = new ArrayList<>();

    /** What is done after each piece. */
    private Runnable afterPiece = () -> {};

    private Path file() {
        return folder.resolve("a.bin");
    }

    private Future<Result> download() throws Exception {
        return download(new Simulation(1));
    }

    /** Downloads as the command does it. Keeps the file only if all of it is there. */
    private Future<Result> download(Simulation network) throws Exception {
        seen.clear();
        try (CapturedLog breaks = new CapturedLog("io.snowloop");
                Simulation simulation = network;
                PartFile part = PartFile.open(file())) {
            assertThat(breaks).isNotNull();
            try (Server listening = Server.of(server).on(simulation.loop(HOST)).listen(HOST, 80);
                    Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2"))) {
                RangedDownload.Settings settings = new RangedDownload.Settings(4, RETRIES, (bytes, total) -> {
                    seen.add(bytes);
                    afterPiece.run();
                });
                Scheduler loop = fetcher.loop();
                Future<Result> result =
                        loop.submit(() -> new RangedDownload(fetcher, listening.url("/a.bin"), part, settings).start());
                simulation.run();
                if (result.outcome() != null && !result.isFailed()) {
                    part.finish();
                }
                return result;
            }
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void assertDownloaded(Future<Result> result, int ranges) throws IOException {
        assertThat(result.resultNow().ranges()).isEqualTo(ranges);
        assertThat(result.resultNow().bytes()).isEqualTo(server.content.length);
        assertThat(file()).hasBinaryContent(server.content);
        assertThat(files()).containsExactly("a.bin");
    }

    private static @Nullable Throwable error(Future<?> result) {
        return Objects.requireNonNull(result.outcome()).error();
    }

    @Test
    void theFirstAnswerTellsHowToCutTheFile() throws Exception {
        assertDownloaded(download(), 4);

        assertThat(server.asked)
                .containsExactlyInAnyOrder(
                        "bytes=0-65535",
                        "bytes=65536-74999",
                        "bytes=75000-149999",
                        "bytes=150000-224999",
                        "bytes=225000-299999");
        assertThat(seen).isSorted().last().isEqualTo((long) LENGTH);
    }

    /** No answer is there before all four were asked for. */
    @Test
    void theRangesComeAtOnce() throws Exception {
        List<Response> held = new ArrayList<>();
        FileServer file = server;
        try (Simulation simulation = new Simulation(1);
                PartFile part = PartFile.open(file())) {
            List<Promise<Response>> waiting = new ArrayList<>();
            EventLoop loop = simulation.loop(HOST);
            try (Server listening = Server.of(request -> file.handle(request).flatMap(response -> {
                                if (file.asked.size() == 1) {
                                    return Future.completed(response);
                                }
                                held.add(response);
                                waiting.add(((Scheduler) loop).newPromise());
                                Promise<Response> own = waiting.get(waiting.size() - 1);
                                if (held.size() == 4) {
                                    for (int i = 0; i < 4; i++) {
                                        waiting.get(i).complete(held.get(i));
                                    }
                                }
                                return own;
                            }))
                            .on(loop)
                            .listen(HOST, 80);
                    Fetcher fetcher = Fetcher.on(loop)) {
                Scheduler scheduler = loop;
                Future<Result> result = scheduler.submit(() -> new RangedDownload(
                                fetcher,
                                listening.url("/"),
                                part,
                                new RangedDownload.Settings(4, 0, (bytes, total) -> {}))
                        .start());
                simulation.run();

                assertThat(result.resultNow().ranges()).isEqualTo(4);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 65_535, 65_536, 65_537, 131_071, 131_072})
    void aShortFileHasFewRanges(int length) throws Exception {
        server = new FileServer(length);

        assertDownloaded(download(), length < 131_072 ? 1 : 2);
    }

    @Test
    void anEmptyFileHasNone() throws Exception {
        server = new FileServer(0);

        assertDownloaded(download(), 0);
    }

    /** Each answer breaks anywhere, half of the time; a range goes on where it was: the bytes only become more. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aRangeThatBreaksGoesOn(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        server.lie = response -> random.nextInt(4) == 0
                ? response
                : FileServer.broken(response, 1 + random.nextInt(response.bytes().length));

        assertDownloaded(download(), 4);
        assertThat(seen).isSorted().doesNotHaveDuplicates();
        assertThat(server.asked.size()).isGreaterThan(5);
    }

    /** A network that delays, cuts and resets. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aHostileNetworkLosesNothing(long seed) throws Exception {
        Simulation network = new Simulation(seed);
        network.network().faults(Faults.hostile(network.random()));
        Future<Result> result = download(network);

        if (result.isFailed()) { // each attempt was reset
            assertThat(error(result)).isInstanceOf(IOException.class);
            assertThat(file()).doesNotExist();
            result = download();
        }
        assertDownloaded(result, 4);
    }

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(25);
    }

    /** After so many failures in a row, and what has arrived stays. */
    @Test
    void aRangeThatNeverComesEndsTheDownload() throws Exception {
        server.lie = response -> server.asked.size() > 3 ? FileServer.broken(response, 0) : response;
        assertThat(error(download())).isInstanceOf(IOException.class);
        assertThat(files()).containsExactly("a.bin.part", "a.bin.part.json");

        server.lie = response -> response;
        server.asked.clear();
        Future<Result> rest = download();
        assertDownloaded(rest, 4);
        assertThat(rest.resultNow().before()).isGreaterThanOrEqualTo(65_536);
        assertThat(server.asked).doesNotContain("bytes=0-65535");
    }

    @Test
    void aFileThatChangesIsFetchedAnew() throws Exception {
        byte[] newer = new FileServer(LENGTH + 1).content;
        server.lie = response -> {
            if (server.asked.size() == 3) {
                server.content = newer;
                server.tag = "\"2\"";
            }
            return response;
        };

        assertDownloaded(download(), 4);
        assertThat(server.content).hasSize(LENGTH + 1);
    }

    /** Its tag tells it, or its length if there is no tag. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatChangesIsNoticedWithoutTheHelpOfTheServer(boolean tagged) throws Exception {
        byte[] newer = new FileServer(tagged ? LENGTH : LENGTH + 1).content;
        newer[0]++;
        server.conditional = false;
        server.lie = response -> {
            if (server.asked.size() == 3) {
                server.content = newer;
                server.tag = "\"2\"";
            }
            return tagged || server.asked.size() == 1 || server.asked.size() > 5
                    ? response
                    : response.withHeaders(response.headers().without("ETag"));
        };

        assertDownloaded(download(), 4);
    }

    /** A server that knows If-Range answers with all of the new file, and need not say its tag in a 206. */
    @Test
    void aFileThatChangesIsNoticedByTheServer() throws Exception {
        byte[] newer = new FileServer(LENGTH).content;
        newer[0]++; // which was fetched before
        server.lie = response -> {
            if (server.asked.size() == 2) {
                server.content = newer;
                server.tag = "\"2\"";
            }
            return server.asked.size() > 1 && response.status().equals(Status.PARTIAL_CONTENT)
                    ? response.withHeaders(response.headers().without("ETag"))
                    : response;
        };

        assertThat(download().resultNow().bytes()).isEqualTo(LENGTH);
        assertThat(file()).hasBinaryContent(newer);
    }

    @Test
    void aFileThatChangesAllTheTimeIsToldOf() throws Exception {
        server.lie = response -> {
            server.tag = "\"" + server.asked.size() + "\"";
            return response;
        };

        assertThat(error(download())).hasMessage("the file has changed again and again while it was downloaded");
        assertThat(file()).doesNotExist();
    }

    @Test
    void aFileThatHasChangedBetweenTwoDownloadsIsFetchedAnew() throws Exception {
        aRangeIsMissing();
        server.content = new FileServer(LENGTH + 7).content;
        server.tag = "\"2\"";

        Future<Result> result = download();
        assertDownloaded(result, 4);
        assertThat(result.resultNow().before()).isZero();
    }

    private void aRangeIsMissing() throws Exception {
        server.lie = response -> server.asked.size() > 3 ? Response.of(Status.NOT_FOUND) : response;
        assertThat(error(download())).hasMessage("the server answers 404 Not Found");
        assertThat(files()).containsExactly("a.bin.part", "a.bin.part.json");
        server.lie = response -> response;
        server.asked.clear();
    }

    static Stream<UnaryOperator<Response>> lies() {
        return Stream.of(
                response -> response.withHeaders(response.headers().without("Content-Range")),
                response -> response.withHeader("Content-Range", "bytes 1-2/" + LENGTH),
                response -> response.withHeader("Content-Range", "bytes 0-299999/" + LENGTH),
                response -> response.withHeader("Content-Range", "bytes 5-4/" + LENGTH),
                response -> response.withHeader("Content-Range", "rows 0-1/2"),
                RangedDownloadTest::oneByteMore,
                response -> response.withHeader("Content-Range", "bytes 0-65535/*"),
                response -> response.withStatus(Status.OK)
                        .withBody(new FileServer(LENGTH)
                                .handle(Request.get("/"))
                                .resultNow()
                                .body()));
    }

    private static Response oneByteMore(Response response) {
        ContentRange range = Objects.requireNonNull(ContentRange.of(response));
        if (range.last() == LENGTH - 1) {
            return response; // it is the others that lie
        }
        return response.withBody(Body.of(Arrays.copyOf(response.bytes(), response.bytes().length + 1)))
                .withHeader("Content-Range", "bytes " + range.first() + "-" + (range.last() + 1) + "/" + LENGTH);
    }

    /** From the first answer on, or from the second: then it comes in one response. */
    @ParameterizedTest
    @MethodSource("lies")
    void aServerThatLiesOfRangesIsAskedForNone(UnaryOperator<Response> lie) throws Exception {
        for (int truths = 0; truths < 3; truths++) {
            server.asked.clear();
            int honest = truths;
            server.lie = response ->
                    server.asked.size() > honest && response.status().equals(Status.PARTIAL_CONTENT)
                            ? lie.apply(response)
                            : response;

            assertDownloaded(download(), 0);
            Files.delete(file());
        }
    }

    /** Each range has a byte more than it says, or less: that is no file. */
    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void aBodyOfAnotherLengthIsNotTaken(int more) throws Exception {
        server.lie = response -> response.status().equals(Status.PARTIAL_CONTENT) && server.asked.size() > 1
                ? response.withBody(Body.of(Arrays.copyOf(response.bytes(), response.bytes().length + more)))
                : response;

        Future<Result> result = download();
        if (more > 0) {
            assertThat(error(result)).hasMessage("a response has more bytes than its Content-Range says");
            assertThat(file()).doesNotExist();
        } else { // the byte that is missing is asked for
            assertThat(error(result)).hasMessage("a response has 1 bytes less than its Content-Range says");
        }
    }

    @Test
    void lessThanWasAskedForIsAllowed() throws Exception {
        server.lie = response -> {
            ContentRange range = ContentRange.of(response);
            if (range == null || range.last() - range.first() < 10_000) {
                return response;
            }
            return response.withBody(Body.of(Arrays.copyOf(response.bytes(), 10_000)))
                    .withHeader(
                            "Content-Range",
                            "bytes " + range.first() + "-" + (range.first() + 9_999) + "/" + range.length());
        };

        assertDownloaded(download(), 4);
    }

    static Stream<UnaryOperator<Response>> plain() {
        return Stream.of(
                response -> response.withHeader("ETag", "W/\"1\""),
                response -> response.withHeaders(response.headers().without("ETag")));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void withoutAStrongTagThereAreNoRanges(UnaryOperator<Response> tag) throws Exception {
        server.lie = tag;

        assertDownloaded(download(), 0);
    }

    /** Of one response without ranges nothing can be kept. */
    @Test
    void aWholeOneBeginsAnewWhenItBreaks() throws Exception {
        FileServer whole = new FileServer(LENGTH);
        server.lie = response -> {
            Response all = whole.handle(Request.get("/")).resultNow();
            return server.asked.size() < 3 ? FileServer.broken(all, 100_000) : all;
        };
        assertDownloaded(download(), 0);

        server.asked.clear();
        Files.delete(file());
        server.lie = response -> FileServer.broken(response.withStatus(Status.OK), 1);
        assertThat(error(download())).isInstanceOf(IOException.class);
        assertThat(files()).isEmpty();
        assertThat(server.asked).hasSize(1 + RETRIES);
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() throws Exception {
        server.lie = response -> server.asked.size() % 2 == 1
                ? Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "2")
                : response;

        assertDownloaded(download(), 4);
    }

    @Test
    void anotherAnswerIsTold() throws Exception {
        server.lie = response -> Response.of(Status.FORBIDDEN);

        assertThat(error(download())).hasMessage("the server answers 403 Forbidden");
        assertThat(files()).isEmpty();
    }

    /** What a process leaves that is killed after any of the pieces: its files, copied. */
    @Test
    void afterAKillItGoesOn() throws Exception {
        server = new FileServer(6_000_000);
        Path left = Files.createDirectory(folder.resolve("left"));
        Set<Integer> copied = new HashSet<>();
        afterPiece = () -> {
            if (seen.size() % 10 == 1) {
                copied.add(seen.size());
                for (String name : List.of("a.bin.part", "a.bin.part.json")) {
                    try {
                        Files.copy(folder.resolve(name), left.resolve(seen.size() + name));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
        assertThat(download().resultNow().ranges()).isEqualTo(4);
        afterPiece = () -> {};

        assertThat(copied.size()).isGreaterThan(5);
        long most = 0;
        for (int piece : copied) {
            Files.delete(file());
            for (String name : List.of("a.bin.part", "a.bin.part.json")) {
                Files.move(left.resolve(piece + name), folder.resolve(name));
            }
            Result rest = download().resultNow();
            assertThat(file()).hasBinaryContent(server.content);
            most = Math.max(most, rest.before());
        }
        assertThat(most).isGreaterThan(3_000_000);
    }

    /** In a folder of many users another one may have put a link there. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theNotesOverwriteNothingThroughALink() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "precious");
        Files.createSymbolicLink(folder.resolve("a.bin.part.json.new"), other);

        assertThatThrownBy(this::download).isInstanceOf(FileSystemException.class);
        assertThat(other).hasContent("precious");
    }

    @Test
    void oneDownloadAtATimeWritesAFile() throws Exception {
        try (PartFile first = PartFile.open(file())) {
            assertThat(first.file()).isEqualTo(file());
            assertThatThrownBy(() -> PartFile.open(file()))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("another download writes it");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPrivateFileStaysPrivate() throws Exception {
        Set<PosixFilePermission> own = PosixFilePermissions.fromString("rw-------");
        Files.createFile(file(), PosixFilePermissions.asFileAttribute(own));
        afterPiece = () -> assertThat(permissions(folder.resolve("a.bin.part"))).isEqualTo(own);

        assertDownloaded(download(), 4);
        assertThat(permissions(file())).isEqualTo(own);
    }

    private static Set<PosixFilePermission> permissions(Path file) {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of another URL, of another length, damaged: then all is fetched. */
    @Test
    void notesThatDoNotFitAreNotUsed() throws Exception {
        aRangeIsMissing();
        Path notes = folder.resolve("a.bin.part.json");
        Path part = folder.resolve("a.bin.part");
        String good = Files.readString(notes);
        byte[] bytes = Files.readAllBytes(part);
        for (String bad : List.of(
                "",
                "{",
                "null",
                "[]",
                "{}",
                good.replace("/a.bin\"", "/b.bin\""),
                good.replace("\"length\":300000", "\"length\":299999"),
                good.replace("\"last\":299999", "\"last\":300000"),
                good.replaceFirst("\"next\":\\d+", "\"next\":-1"),
                good.replaceFirst("\"next\":\\d+", "\"next\":290000"))) {
            assertThat(bad).isNotEqualTo(good);
            Files.writeString(notes, bad);
            Files.write(part, bytes);

            Future<Result> result = download();
            assertDownloaded(result, 4);
            assertThat(result.resultNow().before()).as(bad).isZero();
        }
    }

    @Test
    void aFileThatIsLargerThanTheDiskIsToldAtOnce() throws Exception {
        server.lie = response -> response.withHeader("Content-Range", "bytes 0-65535/900000000000000000");

        assertThat(error(download())).isInstanceOf(FileSystemException.class).hasMessageContaining(" are free");
        assertThat(server.asked).hasSize(1);
        assertThat(files()).isEmpty();
    }
}
