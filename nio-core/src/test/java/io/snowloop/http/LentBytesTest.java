package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LentBytesTest {
    private final ByteBuffer buffer = ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII));
    private final LentBytes body = new LentBytes(buffer);

    private void fillAnew() {
        buffer.clear().put("other".getBytes(StandardCharsets.US_ASCII)).flip();
    }

    @Test
    void outlastsItsBufferOnceItIsKept() {
        body.keep();
        fillAnew();

        assertThat(body.text()).isEqualTo("hello");
        assertThat(body.length()).isEqualTo(5);
        assertThat(body).isEqualTo(Body.of("hello"));
    }

    @Test
    void whatWasReadOutlastsItsBuffer() {
        ByteBuffer view = body.buffer();
        ByteBuffer piece = body.stream().read().resultNow();
        fillAnew();

        assertThat(view).isEqualTo(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
        assertThat(piece).isEqualTo(view);
        assertThat(body.text()).isEqualTo("hello");
    }

    @Test
    void isTakenFromWhereItLies() {
        assertThat(body.take()).isSameAs(buffer);
    }

    @Test
    void isGoneOnceTaken() {
        body.take();
        body.keep();

        assertThat(body.length()).isEqualTo(5);
        assertThatIllegalStateException().isThrownBy(body::array).withMessageContaining("read it, by array(), before");
    }

    @Test
    void whatWasReadBeforeItWasTakenStays() {
        body.array();
        body.take();
        fillAnew();

        assertThat(body.text()).isEqualTo("hello");
    }

    @Test
    void canBeTakenOfTheCopyAfterTheLoan() {
        body.keep();
        fillAnew();

        assertThat(body.take()).isEqualTo(ByteBuffer.wrap(body.array()));
        assertThat(body.text()).isEqualTo("hello");
    }
}
