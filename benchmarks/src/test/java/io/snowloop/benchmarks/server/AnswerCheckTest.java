// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.benchmarks.measure.Work;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerCheckTest {
    @ParameterizedTest
    @EnumSource(Work.class)
    void aRightAnswerPassesAndItsFieldsAreNamed(Work work) throws IOException {
        try (Server server = SnowPeer.start(0)) {
            assertThat(AnswerCheck.check(server.port(), work))
                    .contains("Content-Length")
                    .contains("Date");
        }
    }

    @Test
    void aConnectionCanComeFromAnotherLoopbackAddress() throws IOException {
        InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 0, 3});
        try (Server server = SnowPeer.start(0);
                Socket socket = AnswerCheck.opened(from, server.port(), Work.PLAINTEXT)) {
            assertThat(socket.getLocalAddress()).isEqualTo(from);
            assertThat(socket.isClosed()).isFalse();
        }
    }

    @Test
    void anotherBodyIsNoAnswer() throws IOException {
        Snow app = new Snow().get("/plaintext", request -> Response.text("Hello, world!"));
        try (Server server = app.listen(0)) {
            assertThatThrownBy(() -> AnswerCheck.check(server.port(), Work.PLAINTEXT))
                    .hasMessageContaining("plaintext");
        }
    }

    @Test
    void anotherStatusIsNoAnswer() throws IOException {
        try (Server server = new Snow().listen(0)) {
            assertThatThrownBy(() -> AnswerCheck.check(server.port(), Work.JSON))
                    .hasMessageContaining("404");
        }
    }
}
