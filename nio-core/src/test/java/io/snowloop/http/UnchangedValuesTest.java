// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What messages and bodies say of themselves where nothing special was asked for. */
class UnchangedValuesTest {
    /** A stream that has nothing to say of itself. */
    private static final class Plain implements BodyStream {
        private boolean ended;

        @Override
        public Future<ByteBuffer> read() {
            ByteBuffer piece = ended ? null : ByteBuffer.wrap("four".getBytes(UTF_8));
            ended = true;
            return Future.completed(piece);
        }

        @Override
        public void cancel() {}
    }

    @Test
    void theLengthOfAStreamIsNotKnown() {
        assertThat(new Plain().length()).isEqualTo(-1);
        assertThat(new Plain().trailers().isEmpty()).isTrue();
    }

    @Test
    void aBufferIsTheBody() {
        Response response = Response.bytes(ByteBuffer.wrap("four".getBytes(UTF_8)), "image/png");
        assertThat(response.text()).isEqualTo("four");
        assertThat(response.header("Content-Type")).isEqualTo("image/png");
    }

    @Test
    void aVersionIsWrittenAsInAStartLine() {
        assertThat(Version.HTTP_1_1).hasToString("HTTP/1.1");
        assertThat(Version.HTTP_1_0).hasToString("HTTP/1.0");
    }

    @Test
    void methodsAreSpreadOverATable() {
        assertThat(Method.of("BREW").hashCode()).isNotEqualTo(Method.of("WHEN").hashCode());
    }

    /** A file's part without bytes needs no file. */
    @Test
    void anEmptyPartOfAFileIsNotOpened() throws IOException {
        Path nowhere = Path.of("nowhere");
        new FileBody(nowhere, 0, 0).stream().open();
        FileStream one = new FileBody(nowhere, 0, 1).stream();
        assertThatThrownBy(one::open).isInstanceOf(IOException.class);
        assertThat(one).hasToString("the last 1 bytes of " + new FileBody(nowhere, 0, 1));
    }

    @ParameterizedTest
    @CsvSource({".png, image/png", "png, application/octet-stream", "a.b.PNG, image/png", "a., application/octet-stream"
    })
    void theTypeOfAFileFollowsFromWhatIsBehindItsLastDot(String name, String type) {
        assertThat(FileTypes.of(name)).hasToString(type);
    }

    @Test
    void aRequestThatNoServerHasReceivedIsNotDrainedAndRefusesNothing() {
        try (TestLoop test = new TestLoop()) {
            test.inTask(
                    () -> assertThat(RequestContext.NONE.draining().isDone()).isFalse());
            Future<Response> answer = Future.completed(Response.text("answer"));
            assertThat(RequestContext.NONE.orRefusal(answer)).isSameAs(answer);
        }
    }
}
