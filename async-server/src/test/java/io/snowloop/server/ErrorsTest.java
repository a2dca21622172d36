// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.snowloop.future.Future;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.HttpException;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What goes wrong in an app")
class ErrorsTest {
    private final Snow app = new Snow();
    private final LogCapture log = new LogCapture(Snow.class);
    private EventLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = EventLoop.open();
    }

    @AfterEach
    void close() {
        loop.close();
        log.close();
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                arguments(new HttpException(Status.CONFLICT, "the name is taken"), 409, "the name is taken"),
                arguments(new BodyTooLargeException(7), 413, "413 Content Too Large"),
                arguments(new TimeoutException("secret"), 503, "503 Service Unavailable"),
                arguments(new RejectedExecutionException("secret"), 503, "503 Service Unavailable"),
                arguments(
                        new FileSystemException("secret", null, "Too many open files"), 503, "503 Service Unavailable"),
                arguments(new FileSystemException("secret"), 500, "500 Internal Server Error"),
                arguments(new IllegalArgumentException("secret"), 500, "500 Internal Server Error"),
                arguments(new IOException("secret"), 500, "500 Internal Server Error"),
                arguments(new StackOverflowError("secret"), 500, "500 Internal Server Error"),
                arguments(new HttpException(Status.INTERNAL_SERVER_ERROR, "sorry"), 500, "sorry"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void thrownByAView(Throwable error, int code, String text) throws Exception {
        app.get("/", request -> raise(error));

        assertAnswer(app.handle(Request.get("/?token=abc")).resultNow(), error, code, text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void thrownByAnAsyncView(Throwable error, int code, String text) throws Exception {
        app.get("/", (request, loop) -> {
            raise(error);
            return loop.newPromise();
        });

        assertAnswer(onLoop(Request.get("/")), error, code, text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void inAFutureThatHasFailedAtOnce(Throwable error, int code, String text) throws Exception {
        app.get("/", (request, loop) -> Future.failed(error));

        assertAnswer(onLoop(Request.get("/")), error, code, text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void inAFutureThatFailsLater(Throwable error, int code, String text) throws Exception {
        app.filter((request, next) -> next.handle(request))
                .get("/", (request, loop) -> loop.sleep(Duration.ZERO).flatMap(slept -> Future.failed(error)));

        assertAnswer(onLoop(Request.get("/")), error, code, text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void thrownByAHandler(Throwable error, int code, String text) throws Exception {
        app.route(Method.GET, "/", request -> {
            try {
                raise(error);
            } catch (Exception e) {
                return Future.failed(e);
            }
            throw new AssertionError();
        });

        assertAnswer(app.handle(Request.get("/")).resultNow(), error, code, text);
    }

    private void assertAnswer(Response response, Throwable error, int code, String text) {
        assertThat(response.status().code()).isEqualTo(code);
        assertThat(response.text()).isEqualTo(text);
        assertThat(log.records()).singleElement().satisfies(record -> {
            assertThat(record.getLevel())
                    .isEqualTo(code < 500 ? Level.FINE : code == 500 ? Level.SEVERE : Level.WARNING);
            assertThat(record.getThrown()).isSameAs(error);
            assertThat(record.getMessage()).isEqualTo("GET / was answered with " + response.status());
        });
    }

    @Test
    void noRouteIsAnErrorLikeAnyOther() {
        app.get("/here", request -> Response.text("here"))
                .onError((error, request) -> Response.html("<h1>Oh</h1>").withStatus(((HttpException) error).status()));

        Response notFound = app.handle(Request.get("/nowhere")).resultNow();
        Response notAllowed = app.handle(Request.delete("/here")).resultNow();

        assertThat(notFound.status()).isEqualTo(Status.NOT_FOUND);
        assertThat(notFound.text()).isEqualTo("<h1>Oh</h1>");
        assertThat(notFound.headers().contains("Allow")).isFalse();
        assertThat(notAllowed.status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
        assertThat(notAllowed.text()).isEqualTo("<h1>Oh</h1>");
        assertThat(notAllowed.headers().all("Allow"))
                .as("a 405 must have it (RFC 9110 §15.5.6)")
                .containsExactly("GET, HEAD, OPTIONS");
        assertThat(log.records()).hasSize(2).allMatch(record -> record.getLevel() == Level.FINE);
    }

    @Test
    void aMapperHasTheLastWordOnAllow() {
        app.get("/here", request -> Response.text("here"))
                .onError((error, request) -> request.target().equals("/here")
                        ? Response.of(Status.METHOD_NOT_ALLOWED).withHeader("Allow", "BREW")
                        : Response.of(Status.GONE));

        assertThat(app.handle(Request.delete("/here")).resultNow().headers().all("Allow"))
                .containsExactly("BREW");
        assertThat(app.handle(Request.delete("/%68ere")).resultNow().headers().contains("Allow"))
                .isFalse();
    }

    @Test
    void noRouteHasNoStackTrace() {
        app.handle(Request.get("/nowhere"));

        assertThat(log.records())
                .singleElement()
                .satisfies(
                        record -> assertThat(record.getThrown().getStackTrace()).isEmpty());
    }

    @Test
    void aNullResponse() {
        app.get("/", request -> null);

        assertInternalError(app.handle(Request.get("/")).resultNow(), "null was returned instead of a response");
    }

    @Test
    void aNullResponseLater() throws Exception {
        app.get("/", (request, loop) -> loop.sleep(Duration.ZERO).map(slept -> null));

        assertInternalError(onLoop(Request.get("/")), "null was returned instead of a response");
    }

    @Test
    void aNullFuture() throws Exception {
        app.get("/", (request, loop) -> null);

        assertInternalError(onLoop(Request.get("/")), "null was returned instead of a future");
    }

    @Test
    void aPathThatIsBadlyEncoded() {
        app.get("/{name}", request -> Response.text("never"));

        Response response = app.handle(Request.get("/%zz")).resultNow();

        assertThat(response.status()).isEqualTo(Status.BAD_REQUEST);
        assertThat(response.text()).contains("not followed by two hexadecimal digits");
        assertThat(log.records())
                .singleElement()
                .satisfies(record -> assertThat(record.getLevel()).isEqualTo(Level.FINE));
    }

    @Test
    void isAnsweredByTheAppsOwnMapper() {
        app.onError((error, request) -> error instanceof IOException
                        ? Response.text("no file for " + request.path()).withStatus(Status.NOT_FOUND)
                        : ErrorMapper.standard().response(error, request))
                .get("/file", request -> raise(new IOException("secret")))
                .get("/other", request -> raise(new TimeoutException("secret")));

        assertThat(app.handle(Request.get("/file")).resultNow().text()).isEqualTo("no file for /file");
        assertThat(app.handle(Request.get("/other")).resultNow().status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
        assertThat(log.records()).extracting(record -> record.getLevel()).containsExactly(Level.FINE, Level.WARNING);
    }

    @Test
    void includesAMapperThatThrows() {
        IOException inView = new IOException("in the view");
        app.onError((error, request) -> {
                    throw new IllegalStateException("in the mapper");
                })
                .get("/", request -> raise(inView));

        assertInternalError(app.handle(Request.get("/")).resultNow(), "in the mapper");
        assertThat(log.records().get(0).getThrown()).hasSuppressedException(inView);
    }

    @Test
    void includesAMapperThatThrowsWhatItWasGiven() {
        app.onError((error, request) -> {
                    throw (RuntimeException) error;
                })
                .get("/", request -> raise(new IllegalStateException("thrown twice")));

        assertInternalError(app.handle(Request.get("/")).resultNow(), "thrown twice");
    }

    @Test
    void includesAMapperThatReturnsNull() {
        app.onError((error, request) -> null).get("/", request -> raise(new IOException("in the view")));

        assertInternalError(app.handle(Request.get("/")).resultNow(), "the error mapper returned null");
    }

    @Test
    void whatNoRouteTakesHasNoStackTrace() {
        ClientErrorException error = ClientErrorException.notFound();
        assertThat(error.getStackTrace()).isEmpty();
        assertThat(error.fillInStackTrace()).isSameAs(error);
    }

    private void assertInternalError(Response response, String message) {
        assertThat(response.status()).isEqualTo(Status.INTERNAL_SERVER_ERROR);
        assertThat(response.text()).isEqualTo("500 Internal Server Error");
        assertThat(log.records()).singleElement().satisfies(record -> {
            assertThat(record.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(record.getThrown()).hasMessage(message);
        });
    }

    private Response onLoop(Request request) throws Exception {
        return loop.runUntil(loop.submit(() -> app.handle(request)));
    }

    private static Response raise(Throwable error) throws Exception {
        if (error instanceof Error fatal) {
            throw fatal;
        }
        throw (Exception) error;
    }
}
