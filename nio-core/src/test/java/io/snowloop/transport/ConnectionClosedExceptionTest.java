// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConnectionClosedExceptionTest {
    @Test
    void tellsHowAConnectionEnded() {
        assertThat(ConnectionClosedException.of(null))
                .hasMessage("the connection was closed")
                .hasNoCause();
        IOException reset = new IOException("Connection reset");
        assertThat(ConnectionClosedException.of(reset))
                .hasMessage("the connection broke: Connection reset")
                .hasCause(reset);
        ConnectionClosedException told = new ConnectionClosedException("told before");
        assertThat(ConnectionClosedException.of(told)).isSameAs(told);
    }
}
