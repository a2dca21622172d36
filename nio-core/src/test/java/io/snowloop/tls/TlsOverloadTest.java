// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static io.snowloop.tls.TlsFixtures.HOST;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.ManualExecutor;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.TestTransport;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.WaterMarks;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More handshakes than the threads of TLS compute. */
class TlsOverloadTest {
    private static final WaterMarks MARKS = new WaterMarks(10, 5);

    private final TestLoop test = new TestLoop();
    private final ManualExecutor threads = new ManualExecutor();
    private final TlsConfig server = TlsFixtures.server().toBuilder()
            .taskExecutor(threads)
            .handshakeTimeout(Duration.ofSeconds(8))
            .build();

    @AfterEach
    void close() {
        test.close();
    }

    /** A connection of a client whose ClientHello has come. */
    private final class Waiting {
        final EngineEnd peer = new EngineEnd(TlsEngine.client(TlsFixtures.client(), HOST, 443));
        final TlsConnection connection = new TlsConnection(
                test.loop, server, TlsEngine.server(server), Peer.CLIENT, MARKS, new RecordingProtocol(), kept -> {});
        final TestTransport below = TestTransport.connect(test, connection.lower());

        Waiting() {
            peer.drive();
            exchange();
        }

        void exchange() {
            String sent = below.takeWritten();
            do {
                peer.receive(sent.getBytes(ISO_8859_1));
                below.send(new String(peer.takeAll(), ISO_8859_1));
                sent = below.takeWritten();
            } while (!sent.isEmpty() || !peer.out.isEmpty());
        }
    }

    private void compute() {
        threads.runAll();
        test.turnUntilIdle();
    }

    @Test
    void oneThatHasWaitedAQuarterOfItsTimeIsRefusedAndTheNextIsDone() {
        try (CapturedLog log = new CapturedLog(TlsConfig.class)) {
            Waiting first = new Waiting();
            Waiting second = new Waiting();
            test.ticker.advance(Duration.ofMillis(500));
            Waiting third = new Waiting();
            test.ticker.advance(Duration.ofMillis(1_501));
            compute();

            assertThat(first.below.isAborted()).isTrue();
            assertThat(second.below.isAborted()).isTrue();
            assertThat(first.connection.above().handshake().outcome().error())
                    .isInstanceOf(ConnectTimeoutException.class)
                    .hasMessageContaining("refused, after it had waited for a thread for a quarter of 8000 ms");
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage())
                            .startsWith(
                                    "TlsConfig.handshakeTimeout = PT8S: more handshakes come than can be computed"));

            while (third.connection.state() != TlsConnection.State.OPEN) {
                third.exchange();
                compute();
            }
            assertThat(third.below.isAborted()).isFalse();
        }
    }

    @Test
    void aClientWaitsForItsOwnTask() {
        TlsConfig patient = TlsFixtures.client().toBuilder()
                .taskExecutor(threads)
                .handshakeTimeout(Duration.ofSeconds(8))
                .build();
        EngineEnd peer = new EngineEnd(TlsEngine.server(TlsFixtures.server()));
        TlsConnection client = new TlsConnection(
                test.loop,
                patient,
                TlsEngine.client(patient, HOST, 443),
                Peer.of(HOST, 443),
                MARKS,
                new RecordingProtocol(),
                kept -> {});
        TestTransport below = TestTransport.connect(test, client.lower());
        while (client.state() == TlsConnection.State.HANDSHAKING) {
            peer.receive(below.takeWritten().getBytes(ISO_8859_1));
            below.send(new String(peer.takeAll(), ISO_8859_1));
            test.ticker.advance(Duration.ofMillis(2_100));
            compute();
        }
        assertThat(client.state()).isEqualTo(TlsConnection.State.OPEN);
    }
}
