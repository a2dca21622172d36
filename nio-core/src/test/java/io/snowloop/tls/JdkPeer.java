// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** A client that is a plain engine of the JDK: for what our engine never does. */
final class JdkPeer {
    final SSLEngine engine;
    private final ByteQueue in = new ByteQueue();
    private final ByteBuffer buffer = ByteBuffer.allocate(40_000);

    private JdkPeer(SSLEngine engine) {
        this.engine = engine;
    }

    /** Performs the handshake with a server. */
    static JdkPeer openTo(EngineEnd server, String protocol) throws SSLException {
        TlsConfig config = TlsFixtures.client().toBuilder().protocols(protocol).build();
        JdkPeer peer = new JdkPeer(JdkEngines.client(config, TlsFixtures.HOST, 443));
        peer.engine.beginHandshake();
        server.drive();
        for (int steps = 0; !server.told.contains("OPENED") || !server.out.isEmpty() || !peer.in.isEmpty(); steps++) {
            peer.step(server);
            if (steps > 1_000 || server.failure != null) {
                throw new AssertionError("no handshake", server.failure);
            }
        }
        return peer;
    }

    private void step(EngineEnd server) throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
        } else if (status == HandshakeStatus.NEED_WRAP) {
            server.receive(wrap(""));
        } else {
            unwrap(server.takeAll());
        }
    }

    /** Decrypts a record. */
    void unwrap(byte[] bytes) throws SSLException {
        in.append(bytes);
        in.skip(engine.unwrap(in.peek(), buffer.clear()).bytesConsumed());
    }

    /** Sends a key update, and reads the one that answers it. */
    void updateKeys(EngineEnd server) throws SSLException {
        engine.beginHandshake();
        server.receive(wrap(""));
        unwrap(server.takeAll());
    }

    /** A text as a record; or the engine's own message, if it has one to send first. */
    byte[] wrap(String text) throws SSLException {
        engine.wrap(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), buffer.clear());
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
