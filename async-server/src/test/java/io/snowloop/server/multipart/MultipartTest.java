// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.FileBody;
import io.snowloop.http.HttpException;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.logging.LimitLog;
import io.snowloop.server.LogCapture;
import io.snowloop.server.Snow;
import io.snowloop.testing.OpenFiles;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A form with files")
class MultipartTest {
    private final TestLoop test = new TestLoop();
    private final LogCapture log = new LogCapture(Multipart.class);

    @TempDir
    private Path folder;

    private Path temporary;
    private Multipart multipart;

    @BeforeEach
    void setUp() throws IOException {
        temporary = Files.createDirectory(folder.resolve("temporary"));
        multipart = Multipart.builder()
                .folder(temporary)
                .maxMemory(100)
                .maxParts(4)
                .maxBody(10_000)
                .build();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(temporaryFiles()).isZero();
        log.close();
        test.close();
    }

    private long temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.count();
        }
    }

    private static String field(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String file(String name, String fileName, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName + "\"\r\n"
                + "Content-Type: image/png\r\n\r\n" + content + "\r\n";
    }

    private static Request post(Body body) {
        return Request.post("/", body).withHeader("Content-Type", "multipart/form-data; boundary=b");
    }

    private Response answer(FormView view, Request request) {
        return answer(multipart, view, request);
    }

    private Response answer(Multipart limits, FormView view, Request request) {
        Snow app = new Snow().post("/", limits.form(view));
        Response response =
                test.turnUntilDone(test.loop.submit(() -> app.handle(request))).resultNow();
        test.turnUntilIdle();
        return response;
    }

    /** A view that asserts must be seen to return: an error in it would be an answer like another. */
    private void taken(FormView view, String body) {
        assertThat(answer(view, post(Body.of(body))).text()).isEqualTo("taken");
    }

    private void refused(int status, String why, String body) {
        Response response = answer((request, form) -> Response.text("taken"), post(Body.of(body)));
        assertThat(response.status().code()).isEqualTo(status);
        assertThat(response.text()).contains(why);
    }

    @Test
    void hasFieldsAndFiles() throws IOException {
        List<String> seen = new ArrayList<>();
        String body = field("title", "Grüße") + field("tag", "a") + field("tag", "b")
                + file("photo", "a.png", "x".repeat(500)) + "--b--\r\n";

        taken(
                (request, form) -> {
                    Upload photo = form.file("photo");
                    assertThat(photo).hasToString("a.png, 500 bytes");
                    assertThat(photo.contentType()).hasToString("image/png");
                    assertThat(photo.body()).isInstanceOf(FileBody.class);
                    assertThat(temporaryFiles()).isEqualTo(1);
                    photo.saveAs(folder.resolve(photo.fileName()));
                    seen.add(form.field("title"));
                    seen.addAll(form.fields("tag"));
                    assertThat(form.field("none")).isNull();
                    assertThat(form.file("none")).isNull();
                    assertThat(form).hasToString("form with [title, tag] and files [photo]");
                    return Response.text("taken");
                },
                body);

        assertThat(seen).containsExactly("Grüße", "a", "b");
        assertThat(folder.resolve("a.png")).hasContent("x".repeat(500));
    }

    @Test
    void aSmallFileIsKeptInMemory() {
        String body = file("photo", "a.png", "x".repeat(100)) + "--b--";

        taken(
                (request, form) -> {
                    Upload photo = form.file("photo");
                    assertThat(photo.body()).isEqualTo(Body.of("x".repeat(100)));
                    assertThat(temporaryFiles()).isZero();
                    photo.saveAs(folder.resolve("saved"));
                    assertThatThrownBy(() -> photo.saveAs(folder.resolve("saved")))
                            .isInstanceOf(FileAlreadyExistsException.class);
                    return Response.text("taken");
                },
                body);

        assertThat(folder.resolve("saved")).hasContent("x".repeat(100));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101}) // in memory, and in a temporary file
    void aFileThatIsSavedHasThePermissionsOfANewOne(int length) throws IOException {
        taken(
                (request, form) -> {
                    form.file("photo").saveAs(folder.resolve("saved"));
                    return Response.text("taken");
                },
                file("photo", "a.png", "x".repeat(length)) + "--b--");

        assertThat(Files.getPosixFilePermissions(folder.resolve("saved")))
                .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("new"))));
    }

    @Test
    void afterItsEndAFileCannotBeSavedAndNothingIsLeftOfIt() {
        List<Upload> uploads = new ArrayList<>();
        taken(
                (request, form) -> {
                    uploads.add(form.file("photo"));
                    return Response.text("taken");
                },
                file("photo", "a.png", "x".repeat(101)) + "--b--");

        assertThatThrownBy(() -> uploads.get(0).saveAs(folder.resolve("saved")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("call saveAs before the view has returned");
        assertThat(folder.resolve("saved")).doesNotExist();
    }

    @Test
    void itsFilesAreThereUntilTheAnswerIs() throws IOException {
        Promise<String> row = test.loop.newPromise(); // of a database, for example
        Snow app = new Snow()
                .route(
                        Method.POST,
                        "/",
                        request -> multipart.form(
                                request,
                                form -> row.map(id -> {
                                    Path file = ((FileBody) form.file("photo").body()).path();
                                    return Response.text(id + " " + Files.exists(file));
                                })));

        Future<Response> answer =
                test.loop.submit(() -> app.handle(post(Body.of(file("photo", "a.png", "x".repeat(101)) + "--b--"))));
        test.turnUntilIdle();
        assertThat(temporaryFiles()).isEqualTo(1);
        row.complete("7");

        assertThat(test.turnUntilDone(answer).resultNow().text()).isEqualTo("7 true");
    }

    @Test
    void itsFilesAreDeletedIfTheAnswerIsGivenUp() throws IOException {
        Future<Response> answer = test.loop.submit(() -> multipart.form(
                post(Body.of(file("photo", "a.png", "x".repeat(101)) + "--b--")), form -> test.loop.newPromise()));
        test.turnUntilIdle();
        assertThat(temporaryFiles()).isEqualTo(1);

        answer.cancel();
        test.turnUntilIdle();
        // nothingIsLeft
    }

    @Test
    void aFileThatIsThereIsNotReplaced() throws IOException {
        Files.writeString(folder.resolve("saved"), "old");
        Response response = answer(
                (request, form) -> {
                    form.file("photo").saveAs(folder.resolve("saved"));
                    return Response.text("taken");
                },
                post(Body.of(file("photo", "a.png", "x".repeat(101)) + "--b--")));

        assertThat(response.status().code()).isEqualTo(500);
        assertThat(folder.resolve("saved")).hasContent("old");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "name=\"photo\"; filename=\"../../a.png\"          ! a.png",
                "name=\"photo\"; filename=\"C:\\\\a.png\"           ! a.png",
                "name=photo; filename=a.png                       ! a.png",
                "name=\"photo\"; filename=\"C:\\dir\\a.png\"        ! a.png",
                "filename=\"a.png\";name=\"photo\"                 ! a.png",
                "name=\"photo\"; filename=\"a%22;b.png\"           ! a;b.png",
                "name=\"photo\"; filename*=UTF-8''b.png; filename=a.png ! a.png",
                "name=\"photo\"; filename=\"\"                     ! file",
            })
    void theNameOfAFileIsMadeSafe(String disposition, String safe) {
        String body = "--b\r\ncontent-disposition: form-data; " + disposition + "\r\n\r\ncontent\r\n--b--";

        taken(
                (request, form) -> {
                    assertThat(form.file("photo").fileName()).isEqualTo(safe);
                    return Response.text("taken");
                },
                body);
    }

    @Test
    void aControlWithoutAFileIsNoFile() {
        taken(
                (request, form) -> {
                    assertThat(form.file("photo")).isNull();
                    assertThat(form.files("other")).hasSize(1);
                    return Response.text("taken");
                },
                file("photo", "", "") + file("other", "empty.png", "") + "--b--");
    }

    @Test
    void isRefusedBeyondItsLimitsWhichAreLoggedOnce() {
        refused(413, "Multipart.maxParts", field("a", "1").repeat(5) + "--b--");
        refused(413, "Multipart.maxBody", field("a", "x".repeat(10_000)) + "--b--");
        refused(413, "Multipart.maxMemory", field("a", "x".repeat(101)) + "--b--");
        refused(413, "Multipart.maxName", field("a".repeat(201), "1") + "--b--");
        refused(413, "Multipart.maxHead", "--b\r\nA: " + "x".repeat(5_000));
        refused(413, "Multipart.maxHead", "--b\r\nA: " + "x".repeat(5_000));
        assertThat(log.records())
                .extracting(record -> record.getMessage().replaceAll(":.*", ""))
                .containsExactly(
                        "Multipart.maxParts = 4",
                        "Multipart.maxBody = 10000",
                        "Multipart.maxMemory = 100",
                        "Multipart.maxName = 200",
                        "Multipart.maxHead = 4096");
    }

    @Test
    void isTakenUpToItsLimits() {
        String name = "a".repeat(200);
        String empty = field(name, "") + file("photo", "a.png", "") + "--b--";
        int rest = 10_000 - empty.length();
        String body = field(name, "x".repeat(100)) + file("photo", "a.png", "y".repeat(rest - 100)) + "--b--";
        assertThat(body).hasSize(10_000);
        taken(
                (request, form) -> {
                    assertThat(form.field(name)).hasSize(100);
                    assertThat(form.file("photo").length()).isEqualTo(rest - 100);
                    return Response.text("taken");
                },
                body);
    }

    @Test
    void isRefusedBeyondTheLongestBoundaryOfRfc2046() {
        for (int length : new int[] {70, 71}) {
            String boundary = "b".repeat(length);
            Request request = Request.post("/", Body.of("--" + boundary + "--"))
                    .withHeader("Content-Type", "multipart/form-data; boundary=" + boundary);
            Response response = answer((any, form) -> Response.text("taken"), request);
            assertThat(response.status().code()).isEqualTo(length == 70 ? 200 : 400);
        }
    }

    @Test
    void isRefusedIfItIsMalformed() {
        refused(400, "before its last boundary", field("a", "1"));
        refused(400, "a part has no Content-Disposition", "--b\r\nA: 1\r\n\r\n1\r\n--b--");
        refused(
                400,
                "a part has no Content-Disposition",
                "--b\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--b--");
        refused(400, "a part has no Content-Disposition", "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            delimiter = '|',
            value = {
                "none | 415 | the body must be multipart/form-data, but has no Content-Type",
                "application/json | 415 | but is \"application/json\"",
                "multipart/mixed; boundary=b | 415 | multipart/form-data",
                "multipart/form-data | 400 | no boundary",
                "multipart/form-data; boundary= | 400 | no boundary",
            })
    void isRefusedIfItIsNoForm(String type, int status, String why) {
        Request request = Request.post("/", Body.of("--b--"));
        Response response = answer(
                (any, form) -> Response.text("taken"),
                type == null ? request : request.withHeader("Content-Type", type));

        assertThat(response.status().code()).isEqualTo(status);
        assertThat(response.text()).contains(why);
    }

    /** A body whose pieces a test gives. */
    private final class Source implements BodyStream {
        final List<Promise<ByteBuffer>> reads = new ArrayList<>();

        @Override
        public Future<ByteBuffer> read() {
            Promise<ByteBuffer> read = test.loop.newPromise();
            reads.add(read);
            return read;
        }

        boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }

        void give(String text) {
            reads.get(reads.size() - 1).complete(ByteBuffer.wrap(text.getBytes(UTF_8)));
            test.turnUntilIdle();
        }
    }

    private final Source source = new Source();

    private Future<Response> begin() throws IOException {
        Snow app = new Snow().post("/", multipart.form((request, form) -> Response.text("taken")));
        Future<Response> answer = test.loop.submit(() -> app.handle(post(source)));
        test.turnUntilIdle();
        source.give(file("photo", "a.png", "x".repeat(200)));
        source.give(
                file("photo", "b.png", "x".repeat(200)).replace("\r\n--b", "").substring(0, 250));
        assertThat(temporaryFiles()).as("one complete, one not").isEqualTo(2);
        return answer;
    }

    @Test
    void itsFilesAreDeletedIfTheClientLeaves() throws IOException {
        Future<Response> answer = begin();
        assertThat(OpenFiles.in(temporary.toRealPath())).isEqualTo(1);
        test.inTask(answer::cancel);
        test.turnUntilIdle();
        assertThat(temporaryFiles()).isZero();
        assertThat(OpenFiles.in(temporary.toRealPath())).isZero();
    }

    @Test
    void itsFilesAreDeletedIfTheBodyBreaksOff() throws IOException {
        Future<Response> answer = begin();
        source.reads.get(source.reads.size() - 1).fail(new IOException("reset"));
        test.turnUntilIdle();
        assertThat(answer.resultNow().status().code()).isEqualTo(400);
        assertThat(OpenFiles.in(temporary.toRealPath())).isZero();
    }

    /** In place of a full disk: what an interrupted thread writes fails in the same way. */
    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        Snow app = new Snow().post("/", multipart.form((request, form) -> Response.text("taken")));
        Request request = post(Body.of(file("photo", "a.png", "x".repeat(500)) + "--b--"));
        try (LogCapture errors = new LogCapture(Snow.class)) {
            Future<Response> answer = test.loop.submit(() -> {
                Thread.currentThread().interrupt();
                Future<Response> answered = app.handle(request); // all of it is there, so all of it is read now
                assertThat(Thread.interrupted()).isTrue();
                return answered;
            });
            test.turnUntilIdle();

            assertThat(answer.resultNow().status().code()).isEqualTo(500);
            assertThat(errors.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getThrown())
                            .hasMessageContainingAll("cannot write " + temporary, "ClosedByInterrupt"));
        }
    }

    @Test
    void itsFilesAreDeletedIfItTurnsOutTooLarge() throws IOException {
        Future<Response> answer = begin();
        source.give("x".repeat(10_000));
        assertThat(answer.resultNow().status().code()).isEqualTo(413);
    }

    @Test
    void itsFilesAreDeletedIfTheViewThrows() {
        Response response = answer(
                (request, form) -> {
                    assertThat(temporaryFiles()).isEqualTo(1);
                    throw new IllegalStateException("a bug");
                },
                post(Body.of(file("photo", "a.png", "x".repeat(500)) + "--b--")));
        assertThat(response.status().code()).isEqualTo(500);
    }

    @Test
    void theErrorOfAViewIsThatOfTheHandler() {
        Response response = answer(
                (request, form) -> {
                    throw new HttpException(Status.CONFLICT, "it is there already");
                },
                post(Body.of("--b--")));
        assertThat(response.status()).isEqualTo(Status.CONFLICT);
    }

    @Test
    void theFilesOfAllFormsHaveABound() throws Exception {
        Multipart limited = multipart.toBuilder().maxDisk(1_000).build();
        Promise<Response> first = test.loop.newPromise();
        Request large = post(Body.of(file("photo", "a.png", "x".repeat(600)) + "--b--"));
        Request small = post(Body.of(file("photo", "a.png", "x".repeat(100)) + "--b--"));
        FormView view = (request, form) -> Response.text("taken");
        Future<Response> slow = test.loop.submit(() -> limited.form(large, form -> first));
        test.turnUntilIdle();

        for (int i = 0; i < 2; i++) {
            Response refused = answer(limited, view, large);
            assertThat(refused.status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
            assertThat(refused.text()).isEqualTo("too many files are being received: try again later");
        }
        assertThat(answer(limited, view, small).text()).as("in memory").isEqualTo("taken");
        assertThat(log.records())
                .singleElement()
                .satisfies(record -> assertThat(record.getMessage()).startsWith("Multipart.maxDisk = 1000: "));

        test.inTask(() -> first.complete(Response.text("done")));
        assertThat(test.turnUntilDone(slow).resultNow().text()).isEqualTo("done");
        assertThat(answer(limited, view, large).text())
                .as("there is room again")
                .isEqualTo("taken");
        assertThat(limited.toBuilder().build().maxDisk()).isEqualTo(1_000);
    }

    @Test
    void aFileThatCannotBeDeletedIsLogged() throws IOException {
        MultipartForm form = new MultipartForm(kept -> {}, new DiskBudget(0, new LimitLog(Multipart.class)));
        Path file = form.temporaryFile(temporary);
        Files.delete(file);
        Files.createDirectory(file);
        Path inside = Files.createFile(file.resolve("inside"));
        try (LogCapture warnings = new LogCapture(MultipartForm.class)) {
            form.close();
            assertThat(warnings.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage())
                            .isEqualTo("a temporary file could not be deleted: " + file));
        }
        Files.delete(inside);
        form.close();
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Multipart.builder().folder(folder.resolve("missing")))
                .withMessageContaining("missing")
                .withMessageContaining("create it first");
    }

    @Test
    void itsFilesAreDeletedIfThereIsNoRoomForAnother() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        Multipart elsewhere = multipart.toBuilder().folder(gone).build();
        Files.delete(gone);
        Response response = answer(
                elsewhere,
                (request, form) -> Response.text("taken"),
                post(Body.of(file("photo", "a.png", "x".repeat(500)) + "--b--")));
        assertThat(response.status().code()).isEqualTo(500);
    }

    /** The body is read when a part is, and what is not read of a part is skipped. */
    @Test
    void isReadPartByPart() {
        Parts parts = multipart.parts(post(source));
        List<Future<Part>> next = new ArrayList<>();
        test.inTask(() -> next.add(parts.next()));
        source.give(field("a", "first"));
        Part first = next.get(0).resultNow();
        assertThat(first).hasToString("a");
        assertThat(first.fileName()).isNull();
        assertThat(first.headers()).hasToString("{Content-Disposition: form-data; name=\"a\"}");
        assertThat(first.contentType()).hasToString("text/plain; charset=utf-8");
        assertThat(source.reads).as("nothing that is not asked for").hasSize(1);

        test.inTask(() -> next.add(parts.next()));
        source.give(file("b", "b.png", "second"));
        Part second = next.get(1).resultNow();
        assertThat(second).hasToString("b (b.png)");
        List<Future<ByteBuffer>> reads = new ArrayList<>();
        test.inTask(() -> reads.add(second.body().read()));
        assertThat(UTF_8.decode(reads.get(0).resultNow()).toString()).isEqualTo("second");
        assertThatThrownBy(() -> first.body().read()).isInstanceOf(IllegalStateException.class);
        test.inTask(() -> reads.add(second.body().read()));
        assertThat(reads.get(1).isDone()).isFalse();
        assertThatThrownBy(parts::next).hasMessage("a read of the part before has not completed");
        source.give("--b--");
        assertThat(reads.get(1).resultNow()).isNull();
        test.inTask(() -> reads.add(second.body().read()));
        assertThat(reads.get(2).resultNow()).as("behind its end").isNull();
        test.inTask(() -> next.add(parts.next()));
        assertThat(next.get(2).resultNow()).isNull();
        test.inTask(() -> next.add(parts.next()));
        assertThat(next.get(3).resultNow()).as("again").isNull();
        assertThat(source.cancelled).isFalse();
        test.inTask(parts::cancel);
        assertThat(source.cancelled).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void isTheSameInPiecesOfAnySize(int size) {
        String body = field("a", "first") + file("b", "b.png", "x".repeat(5_000)) + field("c", "") + "--b--\r\n";
        byte[] bytes = body.getBytes(UTF_8);
        int[] at = {0};
        BodyStream pieces = BodyStream.of(() -> {
            int from = at[0];
            at[0] = Math.min(bytes.length, from + size);
            return Future.completed(from == bytes.length ? null : ByteBuffer.wrap(bytes, from, at[0] - from));
        });

        Response response = answer(
                (request, form) ->
                        Response.text(form.field("a") + form.file("b").length() + "<" + form.field("c") + ">"),
                post(pieces));

        assertThat(response.text()).isEqualTo("first5000<>");
    }
}
