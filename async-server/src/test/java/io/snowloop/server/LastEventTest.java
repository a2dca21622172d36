// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.sse.ServerSentEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastEventTest {
    private final List<ServerSentEvent> encoded = new ArrayList<>();
    private final LastEvent last = new LastEvent(event -> {
        encoded.add(event);
        return ByteBuffer.wrap(event.data().getBytes(UTF_8));
    });

    private String send(ServerSentEvent event) {
        return UTF_8.decode(last.encoded(event)).toString();
    }

    @Test
    void anEventForManyIsEncodedOnce() {
        ServerSentEvent event = ServerSentEvent.of("news");
        assertThat(List.of(send(event), send(event), send(event))).containsOnly("news");
        assertThat(encoded).containsExactly(event);
    }

    @Test
    void aTextForManyIsEncodedOnce() {
        String text = "news";
        assertThat(List.of(send(ServerSentEvent.of(text)), send(ServerSentEvent.of(text))))
                .containsOnly("news");
        assertThat(encoded).hasSize(1);
    }

    @Test
    void theNextEventIsAnother() {
        ServerSentEvent event = ServerSentEvent.of("news");
        List<ServerSentEvent> different =
                List.of(event, event.withId("1"), event.withName("old"), ServerSentEvent.of("more"), event);
        assertThat(different.stream().map(this::send)).containsExactly("news", "news", "news", "more", "news");
        assertThat(encoded).isEqualTo(different);
    }

    @Test
    void aLongEventIsNotKept() {
        ServerSentEvent large = ServerSentEvent.of("x".repeat(64 * 1024 + 1));
        send(large);
        send(large);
        assertThat(encoded).hasSize(2);
    }

    /** The bytes are those of all streams, so what takes one of them must not change it. */
    @Test
    void noReceiverCanChangeTheBytes() {
        assertThat(last.encoded(ServerSentEvent.of("news")).isReadOnly()).isTrue();
    }
}
