// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.websocket.Deflate;
import io.snowloop.websocket.MessageLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSocketOptionsTest {
    private static final Deflate DEFLATE = new Deflate(true, false, 7);
    private static final MessageLimits LIMITS = MessageLimits.of(100);

    private static void assertAllSet(WebSocketOptions options) {
        assertThat(options.limits()).isEqualTo(LIMITS);
        assertThat(options.maxQueued()).isEqualTo(1);
        assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.pingTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.maxIdle()).isEqualTo(Duration.ofSeconds(4));
        assertThat(options.closeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.subprotocols()).containsExactly("chat");
        assertThat(options.origins()).containsExactly("https://a.example");
        assertThat(options.deflate()).isEqualTo(DEFLATE);
        assertThat(options.handshake()).isNotNull();
    }

    @Test
    void eachIsSetAndCopied() {
        WebSocketOptions all = WebSocketOptions.builder()
                .limits(LIMITS)
                .maxQueued(1)
                .pingInterval(Duration.ofSeconds(2))
                .pingTimeout(Duration.ofSeconds(3))
                .maxIdle(Duration.ofSeconds(4))
                .closeTimeout(Duration.ofSeconds(5))
                .subprotocols(List.of("chat"))
                .origins(List.of("https://a.example"))
                .deflate(DEFLATE)
                .build();
        assertAllSet(all);
        assertAllSet(all.toBuilder().build());
        WebSocketOptions none =
                all.toBuilder().maxIdle(null).origins(null).deflate(null).build();
        assertThat(none.maxIdle()).isNull();
        assertThat(none.origins()).isNull();
        assertThat(none.deflate()).isNull();
    }

    @Test
    void noneIsOutOfItsBounds() {
        WebSocketOptions.Builder builder = WebSocketOptions.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxQueued(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.pingInterval(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.pingTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxIdle(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.closeTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.subprotocols(List.of("a b")));
    }
}
