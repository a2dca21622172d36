// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Headers;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.samples.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FetchResultTest {

    @Test
    void aResponseInJson() {
        Digest digest = new Digest();
        digest.add(ByteBuffer.wrap("ab".getBytes(StandardCharsets.US_ASCII)));
        digest.add(ByteBuffer.wrap("c".getBytes(StandardCharsets.US_ASCII)));
        Response response = Response.of(Status.NOT_FOUND)
                .withHeaders(Headers.of("Set-Cookie", "a=1", "X", "y", "set-cookie", "b=2"));

        String json = Json.of(FetchResult.of("http://h/", response, digest, 2, 1.5));

        assertThat(json)
                .isEqualTo("{\"url\":\"http://h/\",\"status\":404,\"version\":\"HTTP/1.1\","
                        + "\"headers\":{\"Set-Cookie\":[\"a=1\",\"b=2\"],\"X\":[\"y\"]},\"bodyLength\":3,"
                        + "\"bodySha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\","
                        + "\"redirects\":2,\"error\":null,\"timeMillis\":1.5,\"requests\":[]}");
    }

    @Test
    void aFailureInJson() {
        assertThat(Json.of(FetchResult.failed("http://h/", "ConnectException: no", 0.25)))
                .isEqualTo("{\"url\":\"http://h/\",\"status\":null,\"version\":null,\"headers\":null,"
                        + "\"bodyLength\":null,\"bodySha256\":null,\"redirects\":null,"
                        + "\"error\":\"ConnectException: no\",\"timeMillis\":0.25,\"requests\":[]}");
    }

    @Test
    void millisecondsHaveThreeDigitsAtMost() {
        assertThat(Json.millis(1_234_567_890)).isEqualTo(1234.568);
    }
}
