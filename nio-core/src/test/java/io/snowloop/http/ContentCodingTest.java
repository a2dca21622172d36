// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A body whose coding was not undone is not what its type says. */
class ContentCodingTest {
    private static final JsonMapper JSON = new JsonMapper() {
        @Override
        public <T> T read(byte[] json, Class<T> type) {
            return type.cast(new String(json));
        }

        @Override
        public byte[] write(Object value) {
            throw new UnsupportedOperationException();
        }
    };

    private static void isRefused(String type, Function<Request, ?> read) {
        Request request = Request.post("/", Body.of("a=b")).withHeader("Content-Type", type);
        assertThat(read.apply(request)).isNotNull();
        assertThat(read.apply(request.withHeader("Content-Encoding", "Identity")))
                .isNotNull();

        assertThatThrownBy(() -> read.apply(request.withHeader("Content-Encoding", "gzip")))
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.status()).isEqualTo(Status.UNSUPPORTED_MEDIA_TYPE))
                .hasMessage("the body has the Content-Encoding \"gzip\": send it without one");
    }

    @Test
    void ofARequestIsNotReadAsTextFormOrJson() {
        isRefused("text/plain", Request::text);
        isRefused("application/x-www-form-urlencoded", Request::form);
        isRefused("application/json", request -> request.fromJson(String.class, JSON));
    }

    @Test
    void ofARequestCanBeReadAsBytes() {
        assertThat(Request.post("/", Body.of("a"))
                        .withHeader("Content-Encoding", "gzip")
                        .bytes())
                .hasSize(1);
    }

    @Test
    void ofAResponseIsNotReadAsJson() {
        Response response = Response.json("\"a\"").withHeader("Content-Encoding", "gzip");

        assertThatThrownBy(() -> response.fromJson(String.class, JSON))
                .isInstanceOf(JsonException.class)
                .hasMessage("the body has the Content-Encoding \"gzip\": add the filter contentDecoding(), and leave"
                        + " Accept-Encoding to it");
    }
}
