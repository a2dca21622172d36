// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.benchmarks.measure.Http2Work;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.http.Response;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class Http2AnswerCheckTest {
    private static final Http2Work PLAINTEXT = new Http2Work(Work.PLAINTEXT, false, 1, 32);

    private static void check(Snow app) throws IOException {
        try (Server server = Server.of(app).http2(Http2Limits.DEFAULT).listen("127.0.0.1", 0)) {
            Http2AnswerCheck.check(server.port(), PLAINTEXT);
        }
    }

    @Test
    void anotherBodyIsNoAnswer() {
        Snow app = new Snow().get("/plaintext", request -> Response.text("Hello, world!"));
        assertThatThrownBy(() -> check(app)).hasMessage("the response to h2-plaintext-1x32 is wrong: 13 bytes, not 13");
    }

    @Test
    void anotherLengthIsNoAnswer() {
        Snow app = new Snow().get("/plaintext", request -> Response.text("Hello"));
        assertThatThrownBy(() -> check(app)).hasMessageContaining("has no length or another: 5");
    }

    @Test
    void anotherStatusIsNoAnswer() {
        assertThatThrownBy(() -> check(new Snow())).hasMessageContaining("is HTTP_2 404");
    }

    @Test
    void aServerWithoutHttp2GivesNoAnswer() throws IOException {
        try (Server server = SnowPeer.start(0)) {
            assertThatThrownBy(() -> Http2AnswerCheck.check(server.port(), PLAINTEXT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no response to h2-plaintext-1x32");
        }
    }

    @Test
    void theLengthOfEachBodyIsKnown() {
        assertThat(Http2AnswerCheck.bodyLength(PLAINTEXT)).isEqualTo(13);
        assertThat(Http2AnswerCheck.bodyLength(new Http2Work(Work.BYTES, true, 1, 1)))
                .isEqualTo(65_536);
    }
}
