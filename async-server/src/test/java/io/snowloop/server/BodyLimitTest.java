// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The body of a request")
class BodyLimitTest {
    private final Snow app = new Snow()
            .bodyLimit(10)
            .post("/view", request -> Response.text(request.text()))
            .post("/async", (request, loop) -> Future.completed(Response.text(request.text())))
            .route(
                    Method.POST,
                    "/handler",
                    request -> Future.completed(Response.stream(request.body().stream(), "text/plain")));

    private EventLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = EventLoop.open();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void isGivenToAViewUpToTheLimit() throws Exception {
        assertThat(send("/view", Body.of("0123456789")).text()).isEqualTo("0123456789");
        assertThat(send("/async", Body.of("0123456789")).text()).isEqualTo("0123456789");
    }

    @Test
    void isTooLargeBeyondIt() throws Exception {
        assertThat(send("/view", Body.of("0123456789A")).status()).isEqualTo(Status.CONTENT_TOO_LARGE);
        assertThat(send("/async", Body.of("0123456789A")).status()).isEqualTo(Status.CONTENT_TOO_LARGE);
    }

    @Test
    void namesItsSettingOnceInTheLogIfItIsTooLarge() throws Exception {
        try (LogCapture log = new LogCapture(ServerOptions.class)) {
            send("/view", Body.of("0123456789"));
            assertThat(log.records()).isEmpty();
            send("/view", Body.of("0123456789A"));
            send("/async", stream("01234", "56789", "A"));
            assertThat(log.records()).singleElement().satisfies(record -> {
                assertThat(record.getLevel()).isEqualTo(Level.WARNING);
                assertThat(record.getMessage())
                        .isEqualTo("Snow.bodyLimit = 10: answering 413 to a request with a longer body (said once)");
            });
        }
    }

    @Test
    void isCollectedForAViewIfItComesPieceByPiece() throws Exception {
        assertThat(send("/view", stream("01234", "56789")).text()).isEqualTo("0123456789");
        assertThat(send("/async", stream("01234", "56789")).text()).isEqualTo("0123456789");
    }

    @Test
    void isTooLargeIfItsPiecesAreTogether() throws Exception {
        assertThat(send("/view", stream("01234", "56789", "A")).status()).isEqualTo(Status.CONTENT_TOO_LARGE);
    }

    @Test
    void isTooLargeByItsLengthBeforeAnythingIsRead() throws Exception {
        BodyStream large = BodyStream.of(11, () -> {
            throw new AssertionError("read");
        });

        assertThat(send("/view", large).status()).isEqualTo(Status.CONTENT_TOO_LARGE);
    }

    @Test
    void isAwaitedIfItIsStillUnderWay() throws Exception {
        Promise<ByteBuffer> piece = loop.newPromise();
        Iterator<Future<ByteBuffer>> pieces =
                Arrays.asList(piece, Future.<ByteBuffer>completed(null)).iterator();
        Future<Response> response = loop.submit(() -> app.handle(Request.post("/view", BodyStream.of(pieces::next))));
        loop.execute(() -> {});
        loop.runOnce();

        assertThat(response.isDone()).isFalse();
        piece.complete(bytes("late"));
        assertThat(loop.runUntil(response).text()).isEqualTo("late");
    }

    @Test
    void isAStreamWithoutALimitForAHandler() throws Exception {
        Response response = send("/handler", stream("01234", "56789", "ABCDE"));

        Body.Bytes body = loop.runUntil(loop.submit(() -> response.body().collect(100)));
        assertThat(body.text()).isEqualTo("0123456789ABCDE");
    }

    @Test
    void isTheClientsFailureIfItBreaksOff() throws Exception {
        BodyStream broken = BodyStream.of(() -> Future.failed(new EOFException("gone")));

        try (LogCapture log = new LogCapture(Snow.class)) {
            assertThat(send("/view", broken).status()).isEqualTo(Status.BAD_REQUEST);
            assertThat(log.records()).singleElement().satisfies(record -> {
                assertThat(record.getLevel()).isEqualTo(Level.FINE);
                assertThat(record.getThrown()).hasRootCauseMessage("gone");
            });
        }
    }

    @Test
    void hasALimitThatIsNotNegative() {
        Snow app = new Snow();
        assertThat(app.bodyLimit(0)).isSameAs(app);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Snow().bodyLimit(-1))
                .withMessage("bodyLimit must not be negative, but is -1");
    }

    @Test
    void isAMebibyteAtMostByDefault() {
        Snow plain = new Snow().post("/", request -> Response.text("taken"));

        assertThat(plain.handle(Request.post("/", Body.of(new byte[1 << 20])))
                        .resultNow()
                        .status())
                .isEqualTo(Status.OK);
        assertThat(plain.handle(Request.post("/", Body.of(new byte[(1 << 20) + 1])))
                        .resultNow()
                        .status())
                .isEqualTo(Status.CONTENT_TOO_LARGE);
    }

    private Response send(String path, Body body) throws Exception {
        return loop.runUntil(loop.submit(() -> app.handle(Request.post(path, body))));
    }

    private static BodyStream stream(String... pieces) {
        Iterator<String> rest = Arrays.asList(pieces).iterator();
        return BodyStream.of(() -> Future.completed(rest.hasNext() ? bytes(rest.next()) : null));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
