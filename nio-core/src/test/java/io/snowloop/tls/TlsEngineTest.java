// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static io.snowloop.tls.TlsFixtures.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.tls.TlsEngine.State;
import io.snowloop.tls.TlsEngine.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two engines joined in memory. The bytes between them are cut into pieces, changed, or dropped. */
class TlsEngineTest {
    private static final int WHOLE = Integer.MAX_VALUE;

    private EngineEnd client;
    private EngineEnd server;

    private void open(String protocol, int size) {
        connect(TlsFixtures.client().toBuilder().protocols(protocol).build(), TlsFixtures.server());
        EngineEnd.join(client, server, size);
        assertThat(client.told).containsExactly("OPENED");
        assertThat(server.told).containsExactly("OPENED");
    }

    private void connect(TlsConfig clientConfig, TlsConfig serverConfig) {
        client = new EngineEnd(TlsEngine.client(clientConfig, HOST, 443));
        server = new EngineEnd(TlsEngine.server(serverConfig));
    }

    // --------------------------------------------------------------------------------------------------- handshake

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void shakesHandsAndTellsOnce(String protocol) {
        connect(TlsFixtures.client().toBuilder().protocols(protocol).build(), TlsFixtures.server());
        assertThat(client.engine.state()).isEqualTo(State.HANDSHAKING);

        EngineEnd.join(client, server, WHOLE);

        assertThat(client.told).containsExactly("OPENED");
        assertThat(server.told).containsExactly("OPENED");
        assertThat(client.engine.state()).isEqualTo(State.OPEN);
        assertThat(client.engine.session().protocol()).isEqualTo(protocol);
        assertThat(server.engine.session()).satisfies(session -> {
            assertThat(session.protocol()).isEqualTo(protocol);
            assertThat(session.serverName()).isEqualTo(HOST);
            assertThat(session.peerCertificates()).isEmpty();
        });
        assertThat(client.engine.session().peerCertificates())
                .startsWith(TlsFixtures.SERVER.chain().get(0));
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, 1", "TLSv1.2, 1", "TLSv1.3, 2", "TLSv1.2, 3", "TLSv1.3, 5", "TLSv1.2, 6", "TLSv1.3, 100"})
    void aStreamInPiecesIsTheSameStream(String protocol, int size) {
        open(protocol, size);
        String text = "0123456789".repeat(5_000);
        client.write(text);
        server.write(text);
        client.close();

        EngineEnd.join(client, server, size);

        assertThat(server.text()).isEqualTo(text);
        assertThat(client.text()).isEqualTo(text);
        assertThat(server.told).containsExactly("OPENED", "ENDED");
        assertThat(server.engine.hasBytes()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void everySplitOfAFlightAndOfARecordIsTheSame(String protocol) {
        connect(TlsFixtures.client().toBuilder().protocols(protocol).build(), TlsFixtures.server());
        client.drive();
        byte[] hello = client.takeAll();
        for (int at = 1; at < hello.length; at += at < 12 || at > hello.length - 3 ? 1 : 29) {
            EngineEnd fresh = new EngineEnd(TlsEngine.server(TlsFixtures.server()));
            fresh.receive(Arrays.copyOf(hello, at));
            assertThat(fresh.out.isEmpty())
                    .as("answer to %s bytes of %s", at, hello.length)
                    .isTrue();
            fresh.receive(Arrays.copyOfRange(hello, at, hello.length));
            assertThat(fresh.failure).isNull();
            assertThat(fresh.out.isEmpty()).isFalse();
        }
        open(protocol, WHOLE);
        for (int at = 1; at < 60; at++) {
            client.write("two of them");
            client.write(" in one");
            byte[] records = client.takeAll();
            server.plaintext.reset();
            server.receive(Arrays.copyOf(records, at));
            server.receive(Arrays.copyOfRange(records, at, records.length));
            assertThat(server.text()).isEqualTo("two of them in one");
        }
    }

    /** RFC 8446 §4.6.3 sets no bound: a peer could make us derive keys for as long as it likes. */
    @Test
    void keyUpdatesWithoutEndAreRefused() throws Exception {
        EngineEnd end = new EngineEnd(TlsEngine.server(TlsFixtures.server()));
        JdkPeer peer = JdkPeer.openTo(end, "TLSv1.3");
        for (int i = 0; i < 32; i++) {
            peer.updateKeys(end);
        }
        end.receive(peer.wrap("data"));
        for (int i = 0; i < 32; i++) {
            peer.updateKeys(end);
        }
        assertThat(end.failure).isNull();
        assertThat(end.text()).isEqualTo("data");
        peer.updateKeys(end);
        assertThat(end.failure).hasMessageContaining("more than 32 records in a row without data");
    }

    /** The JDK's engine ignores warnings in front of a ClientHello. */
    @Test
    void alertsWithoutEndAreRefused() {
        EngineEnd end = new EngineEnd(TlsEngine.server(TlsFixtures.server()));
        byte[] warning = {21, 3, 3, 0, 2, 1, 90};
        for (int i = 0; i < 32; i++) {
            end.receive(warning);
        }
        assertThat(end.failure).isNull();
        end.receive(warning);
        assertThat(end.failure).hasMessageContaining("more than 32 records in a row without data, such as alerts");
    }

    @Test
    void aByteAtATimeAsksTheEngineOncePerRecord() {
        open("TLSv1.3", WHOLE);
        client.write(new byte[16_000]);
        server.steps.clear();

        EngineEnd.join(client, server, 1);

        assertThat(server.count(Step.PLAINTEXT)).isEqualTo(1);
        assertThat(server.pieces).containsExactly(16_000);
    }

    @Test
    void aFlightLeavesInOnePiece() {
        connect(TlsFixtures.client(), TlsFixtures.server());
        client.drive();
        server.receive(client.takeAll());

        assertThat(server.count(Step.OUTPUT)).isEqualTo(1);
        client.receive(server.takeAll());
        assertThat(client.told).containsExactly("OPENED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void dataThatComesWithTheEndOfTheHandshakeIsToldAfterIt(String protocol) {
        connect(TlsFixtures.client().toBuilder().protocols(protocol).build(), TlsFixtures.server());
        client.drive();
        while (!client.told.contains("OPENED")) {
            server.receive(client.takeAll());
            client.receive(server.takeAll());
        }
        client.write("at once");
        server.receive(client.takeAll());

        assertThat(server.steps.indexOf(Step.OPENED)).isNotNegative().isLessThan(server.steps.indexOf(Step.PLAINTEXT));
        assertThat(server.text()).isEqualTo("at once");
    }

    @Test
    void theBuffersAreAsLargeAsTheJdkAsks() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();

        assertThat(TlsEngine.OUTPUT_SIZE)
                .isGreaterThanOrEqualTo(engine.getSession().getPacketBufferSize());
        assertThat(TlsEngine.PLAINTEXT_SIZE)
                .isGreaterThanOrEqualTo(engine.getSession().getApplicationBufferSize());
    }

    @Test
    void thereIsNoSessionAndNoDataBeforeTheHandshakeIsDone() {
        connect(TlsFixtures.client(), TlsFixtures.server());

        assertThatThrownBy(() -> client.engine.session()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.write("early")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sessionsAreResumed() {
        TlsConfig clientConfig =
                TlsFixtures.client().toBuilder().protocols("TLSv1.3").build();
        TlsConfig serverConfig = TlsFixtures.server();
        connect(clientConfig, serverConfig);
        EngineEnd.join(client, server, WHOLE);
        client.close();
        EngineEnd.join(client, server, WHOLE);

        connect(clientConfig, serverConfig);
        client.drive();
        server.receive(client.takeAll());

        assertThat(server.out.size()).as("an answer without a certificate").isLessThan(400);
        EngineEnd.join(client, server, WHOLE);
        assertThat(client.told).containsExactly("OPENED");
        assertThat(client.engine.session().peerCertificates()).isNotEmpty();
    }

    // ---------------------------------------------------------------------------------------------------------- data

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void largeDataGoesBothWaysAtOnce(String protocol) {
        open(protocol, WHOLE);
        byte[] there = new byte[3_000_000];
        byte[] back = new byte[2_000_000];
        new Random(1).nextBytes(there);
        new Random(2).nextBytes(back);
        client.write(there);
        server.write(back);

        EngineEnd.join(client, server, 10_007);

        assertThat(server.plaintext.toByteArray()).isEqualTo(there);
        assertThat(client.plaintext.toByteArray()).isEqualTo(back);
        assertThat(server.engine.hasBytes()).isFalse();
    }

    /** A small record costs as much time as kilobytes of a large one. */
    @Test
    void theBytesOfSeveralBuffersShareARecord() throws Exception {
        open("TLSv1.3", WHOLE);
        server.pieces.clear();
        ByteBuffer[] buffers = {
            ByteBuffer.wrap(new byte[9]),
            ByteBuffer.allocate(0),
            ByteBuffer.wrap(new byte[20_000]),
            ByteBuffer.wrap(new byte[9])
        };
        ByteBuffer output = ByteBuffer.allocate(4 * TlsEngine.OUTPUT_SIZE);

        assertThat(client.engine.encrypt(buffers, output)).isTrue();
        client.out.append(output);
        assertThat(client.engine.encrypt(buffers, output)).isFalse();

        EngineEnd.join(client, server, WHOLE);
        assertThat(server.pieces).hasSize(2); // a full record, and the rest
        assertThat(server.plaintext.size()).isEqualTo(9 + 20_000 + 9);
        assertThat(buffers).noneMatch(ByteBuffer::hasRemaining);
    }

    @Test
    void anEmptyWriteSendsNothing() {
        open("TLSv1.3", WHOLE);
        client.write("");

        assertThat(client.out.isEmpty()).isTrue();
    }

    // ---------------------------------------------------------------------------------------------------------- ends

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void closeNotifyIsAnEndAndNotATruncation(String protocol) {
        open(protocol, WHOLE);
        client.write("the last words");
        client.close();
        assertThat(client.engine.state()).isEqualTo(State.CLOSING);

        EngineEnd.join(client, server, WHOLE);
        server.receiveEnd();

        assertThat(server.text()).isEqualTo("the last words");
        assertThat(server.told).containsExactly("OPENED", "ENDED");
    }

    @Test
    void inTls13TheOtherDirectionLivesOn() {
        open("TLSv1.3", WHOLE);
        client.close();
        EngineEnd.join(client, server, WHOLE);
        assertThat(server.engine.state()).isEqualTo(State.CLOSING);

        server.write("still here");
        server.close();
        EngineEnd.join(client, server, WHOLE);

        assertThat(client.text()).isEqualTo("still here");
        assertThat(client.told).containsExactly("OPENED", "ENDED");
        assertThat(server.engine.state()).isEqualTo(State.CLOSED);
        assertThat(client.engine.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void inTls12OneCloseEndsBothDirections() {
        open("TLSv1.2", WHOLE);
        client.close();
        EngineEnd.join(client, server, WHOLE);

        assertThat(client.told).as("the answer to close_notify").containsExactly("OPENED", "ENDED");
        assertThat(server.engine.state()).isEqualTo(State.CLOSED);
        server.write("too late");
        EngineEnd.join(client, server, WHOLE);
        assertThat(client.text()).isEmpty();
    }

    @Test
    void whatFollowsACloseNotifyIsIgnored() {
        open("TLSv1.3", WHOLE);
        client.close();
        EngineEnd.join(client, server, WHOLE);
        server.receive("whatever".getBytes(StandardCharsets.US_ASCII));

        assertThat(server.told).containsExactly("OPENED", "ENDED");
        assertThat(server.engine.hasBytes()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void anEndWithoutCloseNotifyIsATruncation(String protocol) {
        open(protocol, WHOLE);
        client.write("half of it");
        EngineEnd.join(client, server, WHOLE);
        server.receiveEnd();

        assertThat(server.text()).isEqualTo("half of it");
        assertThat(server.failure)
                .isInstanceOf(TlsTruncationException.class)
                .hasMessage("its stream was cut off: it ended without close_notify");
        assertThat(server.engine.state()).isEqualTo(State.CLOSED);
        assertThat(server.out.isEmpty()).as("no alert").isTrue();
    }

    @Test
    void anEndInTheMiddleOfARecordIsATruncation() {
        open("TLSv1.3", WHOLE);
        client.write("never complete");
        byte[] record = client.takeAll();
        server.receive(Arrays.copyOf(record, record.length - 1));
        server.receiveEnd();

        assertThat(server.plaintext.size()).isZero();
        assertThat(server.failure)
                .isInstanceOf(TlsTruncationException.class)
                .hasMessageEndingWith("in the middle of a record");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    void anEndInTheHandshakeIsAFailedHandshake(int bytes) {
        connect(TlsFixtures.client(), TlsFixtures.server());
        client.drive();
        server.drive();
        server.receive(client.take(bytes));
        server.receiveEnd();

        assertThat(server.failure)
                .isInstanceOf(javax.net.ssl.SSLHandshakeException.class)
                .hasMessageStartingWith("it ended the connection in the middle of the handshake");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aCloseInTheHandshakeIsAFailedHandshake(String protocol) {
        connect(TlsFixtures.client().toBuilder().protocols(protocol).build(), TlsFixtures.server());
        client.drive();
        server.receive(client.takeAll());
        client.close();
        server.receive(client.takeAll());
        server.receiveEnd();

        assertThat(server.told).containsExactly("FAILED");
        assertThat(server.failure).isInstanceOf(javax.net.ssl.SSLException.class);
    }

    @Test
    void aFailureIsForEver() {
        open("TLSv1.3", WHOLE);
        server.receiveEnd();

        ByteBuffer plain = ByteBuffer.allocate(TlsEngine.PLAINTEXT_SIZE);
        ByteBuffer output = ByteBuffer.allocate(TlsEngine.OUTPUT_SIZE);
        assertThatThrownBy(() -> server.engine.next(plain, output)).isSameAs(server.failure);
    }
}
