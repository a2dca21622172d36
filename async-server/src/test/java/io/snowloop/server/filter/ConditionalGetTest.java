// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static io.snowloop.server.filter.Compression.compression;
import static io.snowloop.server.filter.ConditionalGet.conditionalGet;
import static io.snowloop.server.filter.ConditionalGet.requireMatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.Snow;
import io.snowloop.testing.EmptyStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The filter of conditional requests")
class ConditionalGetTest {
    private static final String DATE = "Fri, 20 Nov 2026 11:00:00 GMT";

    private static Response answer(Request request, Response response) {
        return conditionalGet()
                .filter(request, any -> Future.completed(response))
                .resultNow();
    }

    private static String tag(Response response) {
        return Objects.requireNonNull(answer(Request.get("/"), response).header("ETag"));
    }

    @Test
    void givesATagThatFollowsFromTheBytes() {
        assertThat(tag(Response.text("a"))).matches("\"[A-Za-z0-9_-]{16}\"").isEqualTo(tag(Response.html("a")));
        assertThat(tag(Response.text("b"))).isNotEqualTo(tag(Response.text("a")));
        assertThat(tag(Response.bytes(ByteBuffer.wrap(new byte[] {'a'}), "a/b")))
                .isEqualTo(tag(Response.text("a")));
        assertThat(tag(Response.of(Status.OK))).isNotEqualTo(tag(Response.text("a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void doesNotSendWhatTheClientHas(String method) {
        Response page = Response.html("a")
                .withHeader("Cache-Control", "no-cache")
                .withHeader("Vary", "Cookie")
                .withHeader("Content-Language", "en");
        Request request = Request.of(Method.of(method), "/").withHeader("If-None-Match", "\"x\", " + tag(page));

        Response again = answer(request, page);

        assertThat(again.status()).isEqualTo(Status.NOT_MODIFIED);
        assertThat(again.body()).isSameAs(Body.EMPTY);
        assertThat(again.headers())
                .isEqualTo(Headers.of("Cache-Control", "no-cache", "Vary", "Cookie", "ETag", tag(page)));
        assertThat(answer(request.withHeader("If-None-Match", "\"x\""), page).text())
                .isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"a\"   | \"a\"          | 304",
                "\"a\"   | W/\"a\"        | 304",
                "W/\"a\" | \"a\"          | 304",
                "W/\"a\" | \"b\",W/\"a\" | 304",
                "\"a\"   | *              | 304",
                "\"a\"   | \"b\"          | 200",
                "\"a\"   | a              | 200",
            })
    void comparesTheTagOfTheView(String tag, String condition, int status) {
        Request request = Request.get("/").withHeader("If-None-Match", condition);

        Response answer = answer(request, Response.text("text").withHeader("ETag", tag));

        assertThat(answer.status().code()).isEqualTo(status);
        assertThat(answer.header("ETag")).isEqualTo(tag);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"a\"   |                  | 428",
                "\"a\"   | \"a\"          | 204",
                "\"a\"   | \"b\", \"a\" | 204",
                "\"a\"   | *                | 204",
                "\"a\"   | \"b\"          | 412",
                "\"a\"   | W/\"a\"        | 412",
                "\"a\"   | a                | 412",
                "W/\"a\" | W/\"a\"        | 412",
                "W/\"a\" | *                | 204",
                "\"a,b\" | \"c\",\"a,b\" | 204",
            })
    void aChangeRequiresTheTagThatIsThereNow(String tag, String condition, int status) {
        Snow app = new Snow().put("/", request -> {
            requireMatch(request, tag);
            return Response.of(Status.NO_CONTENT);
        });
        Request change = Request.put("/", Body.of("text"));

        Response answer = app.handle(condition == null ? change : change.withHeader("If-Match", condition))
                .resultNow();

        assertThat(answer.status().code()).isEqualTo(status);
        if (status == 412) {
            assertThat(answer.text()).endsWith("its ETag is " + tag);
        }
    }

    @Test
    void aTagWithoutQuotesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> requireMatch(Request.get("/"), "7"))
                .withMessage("an entity tag has quotes, such as \"7\", and this has none: 7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fri, 20 Nov 2026 11:00:00 GMT | 304",
                "Fri, 20 Nov 2026 11:00:01 GMT | 304",
                "Fri, 20 Nov 2026 10:59:59 GMT | 200",
                "yesterday                     | 200",
            })
    void comparesTheDateOfTheView(String since, int status) {
        Response page = Response.text("text").withHeader("Last-Modified", DATE);

        Response answer = answer(Request.get("/").withHeader("If-Modified-Since", since), page);

        assertThat(answer.status().code()).isEqualTo(status);
        assertThat(answer.header("ETag")).as("its own validator is enough").isNull();
        assertThat(answer.header("Last-Modified")).isEqualTo(DATE);
    }

    /** RFC 9110 §13.2.2: a client that has a tag sends the date for old servers. */
    @Test
    void aTagCountsMoreThanADate() {
        Request request = Request.get("/").withHeader("If-None-Match", "\"x\"").withHeader("If-Modified-Since", DATE);

        assertThat(answer(request, Response.text("text").withHeader("Last-Modified", DATE))
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void leavesOtherMethodsAndOtherAnswersAlone() {
        Request post = Request.post("/", Body.EMPTY).withHeader("If-None-Match", "*");
        assertThat(answer(post, Response.text("a")).headers().contains("ETag")).isFalse();
        Request any = Request.get("/").withHeader("If-None-Match", "*");
        Response missing = answer(any, Response.text("a").withStatus(Status.NOT_FOUND));
        assertThat(missing.status()).isEqualTo(Status.NOT_FOUND);
        assertThat(missing.headers().contains("ETag")).isFalse();
    }

    @Test
    void aStreamGetsNoTagAndIsCancelledIfItIsNotSent() {
        EmptyStream stream = new EmptyStream();
        Response page = Response.stream(stream, "text/plain");

        assertThat(answer(Request.get("/"), page).headers().contains("ETag")).isFalse();
        assertThat(stream.cancels()).isZero();
        Request known = Request.get("/").withHeader("If-None-Match", "\"a\"");
        assertThat(answer(known, page.withHeader("ETag", "\"a\"")).status()).isEqualTo(Status.NOT_MODIFIED);
        assertThat(stream.cancels()).isEqualTo(1);
    }

    @Test
    void worksInsideOfTheCompression() {
        Response page = Response.html("<p>".repeat(1_000));
        Request request = Request.get("/").withHeader("Accept-Encoding", "gzip");

        Response first = compression()
                .andThen(conditionalGet())
                .filter(request, any -> Future.completed(page))
                .resultNow();
        String tag = Objects.requireNonNull(first.header("ETag"));
        Response again = compression()
                .andThen(conditionalGet())
                .filter(request.withHeader("If-None-Match", tag), any -> Future.completed(page))
                .resultNow();

        assertThat(tag).startsWith("W/");
        assertThat(again.status()).isEqualTo(Status.NOT_MODIFIED);
        assertThat(again.header("ETag")).isEqualTo(tag);
    }
}
