// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.sim.Simulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BodyTest {

    @Test
    void ofTextIsInUtf8() {
        Body.Bytes body = Body.of("grün");

        assertThat(body.length()).isEqualTo(5);
        assertThat(body.array()).isEqualTo("grün".getBytes(StandardCharsets.UTF_8));
        assertThat(body.text()).isEqualTo("grün");
        assertThat(body.text(StandardCharsets.ISO_8859_1)).isEqualTo("grÃ¼n");
        assertThat(body).hasToString("Body[5 bytes]");
    }

    @Test
    void ofNoBytesIsTheEmptyOne() {
        assertThat(Body.of("")).isSameAs(Body.EMPTY);
        assertThat(Body.of(new byte[0])).isSameAs(Body.EMPTY);
        assertThat(Body.EMPTY.length()).isZero();
    }

    @Test
    void inMemoryIsEqualToOneWithTheSameBytes() {
        assertThat(Body.of("a")).isEqualTo(Body.of("a")).hasSameHashCodeAs(Body.of("a"));
        assertThat(Body.of("a")).isNotEqualTo(Body.of("b"));
    }

    @Test
    void itsBufferIsReadOnly() {
        assertThat(Body.of("a").buffer().isReadOnly()).isTrue();
    }

    @Test
    void inMemoryCanBeReadAsAStreamAsOftenAsOneLikes() {
        Body.Bytes body = Body.of("hello");

        for (int i = 0; i < 2; i++) {
            BodyStream stream = body.stream();
            assertThat(stream.length()).isEqualTo(5);
            assertThat(stream.stream()).isSameAs(stream);
            assertThat(stream.read().resultNow()).isEqualTo(ByteBuffer.wrap(body.array()));
            assertThat(stream.read().resultNow()).isNull();
            assertThat(stream.read().resultNow()).isNull();
            assertThat(stream.trailers().isEmpty()).isTrue();
        }
    }

    @Test
    void ofABufferIsWhatRemainsInIt() {
        ByteBuffer direct = ByteBuffer.allocateDirect(8).put("<hello>!".getBytes(StandardCharsets.US_ASCII));
        Body.Bytes body = Body.of(direct.flip().position(1).limit(6));
        direct.clear();

        assertThat(body.length()).isEqualTo(5);
        assertThat(body.text()).isEqualTo("hello");
        assertThat(body).isEqualTo(Body.of("hello")).hasSameHashCodeAs(Body.of("hello"));
        assertThat(body.array()).as("made once").isSameAs(body.array());
        assertThat(body.buffer().isDirect()).as("not copied").isTrue();
        assertThat(body.buffer().isReadOnly()).isTrue();
        assertThat(body.stream().read().resultNow()).isEqualTo(ByteBuffer.wrap(body.array()));
        assertThat(Body.of(ByteBuffer.allocate(0))).isSameAs(Body.EMPTY);
    }

    @Test
    void anEmptyOneHasNoPieces() {
        assertThat(Body.EMPTY.stream().read().resultNow()).isNull();
    }

    @Test
    void inMemoryIsCollectedAlreadyUnlessItIsTooLarge() {
        Body.Bytes body = Body.of("hello");

        assertThat(body.collect(5).resultNow()).isSameAs(body);
        assertThat(body.collect(4).outcome().error())
                .isInstanceOf(BodyTooLargeException.class)
                .hasMessageContaining("4 bytes");
    }

    @Test
    void aStreamOfUnknownLengthSaysSo() {
        assertThat(BodyStream.of(() -> Future.completed(null)).length()).isEqualTo(-1);
        assertThat(BodyStream.of(7, () -> Future.completed(null)).length()).isEqualTo(7);
    }

    @Test
    void toCancelABodyCancelsThePieceThatIsAwaited() {
        try (Simulation simulation = new Simulation(1)) {
            Promise<ByteBuffer> piece = simulation.loop("10.0.0.1").newPromise();
            BodyStream body = BodyStream.of(() -> piece);
            body.cancel(); // nothing is awaited yet
            body.read();
            assertThat(piece.isDone()).isFalse();

            body.cancel();
            assertThat(piece.isCancelled()).isTrue();
        }
    }

    private static BodyStream once() {
        return BodyStream.of(() -> Future.completed(null));
    }

    static List<BodyStream> streams() {
        return List.of(
                once(),
                BodyStream.of(7, () -> Future.completed(null)),
                Body.of("hello").stream(),
                Progress.of(once(), (bytes, total) -> {}),
                once().onPiece(piece -> {}),
                ByteRate.perSecond(1_000).limit(once()));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamThatHasBeenReadCannotBeSentCollectedOrWrapped(BodyStream body) {
        body.cancel();
        assertThat(body.stream()).as("it was not sent").isSameAs(body);
        body.read();

        assertThatIllegalStateException()
                .isThrownBy(body::stream)
                .withMessageContaining("has been sent or read before")
                .withMessageContaining("make another one for each message");
        assertThatIllegalStateException()
                .isThrownBy(() -> body.collect(10))
                .withMessageContaining("has been sent or read before");
        assertThatIllegalStateException().isThrownBy(() -> Progress.of(body, (bytes, total) -> {}));
    }
}
