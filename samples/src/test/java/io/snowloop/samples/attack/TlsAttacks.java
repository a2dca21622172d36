// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.TestAuthority;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** What is done to a server with TLS. */
final class TlsAttacks {
    private static final int TIMES = 20;
    private static final int RECORDS = 2_500;

    /** The header of a record with a ClientHello of 508 bytes, and a part of it. */
    private static final byte[] PART_OF_A_HELLO =
            Arrays.copyOf(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3}, 100);

    private TlsAttacks() {}

    /** Against servers whose certificates are written to {@code folder}. */
    static Stream<Attack> all(Path folder) throws IOException {
        TestAuthority.Issued server = new TestAuthority("Test Authority").issue("127.0.0.1");
        server.writeChain(folder.resolve("chain.pem"));
        server.writeKey(folder.resolve("key.pem"));
        Path properties = KeyUpdates.writeProperties(folder);
        Attack records = Attack.of(RECORDS + " records that lack their end", TlsAttacks::sendParts)
                .on(Setup.DEFAULT.with("tls", folder).with("-Xmx64m").with("patience", 2_000));
        Stream<Attack> others = Stream.of(
                        Attack.of("HTTP to a port of TLS", target -> greet(target, Target.GET.getBytes(), true)),
                        Attack.of("handshakes that break off", target -> greet(target, PART_OF_A_HELLO, false)),
                        Attack.of("handshakes that stop", target -> greet(target, PART_OF_A_HELLO, true)),
                        Attack.of("connections that end without close_notify", TlsAttacks::truncate),
                        Attack.of("records of one byte", TlsAttacks::sendByteByByte),
                        Attack.of("renegotiations without end", TlsAttacks::renegotiate),
                        Attack.of("key updates without end", target -> KeyUpdates.run(target, properties)),
                        Attack.of("key updates without data", TlsAttacks::updateKeys))
                .map(attack -> attack.on(Setup.DEFAULT.with("tls", folder)));
        return Stream.concat(Stream.of(records), others);
    }

    private static void greet(Target target, byte[] bytes, boolean stay) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            clients.add(new Client(new Socket(), target.address()).send(bytes));
        }
        target.assertAnswers();
        if (stay) {
            target.awaitRest();
        }
        for (Client client : clients) {
            client.close();
        }
    }

    /** Of the largest record that is allowed, 5 bytes are missing. */
    private static void sendParts(Target target) throws Exception {
        byte[] part = Arrays.copyOf(new byte[] {22, 3, 1, 64, 0}, 16_384);
        try (Swarm swarm = Swarm.thatSends(target, RECORDS, part)) {
            target.assertAnswers();
        }
    }

    private static void truncate(Target target) throws IOException {
        for (int i = 0; i < TIMES; i++) {
            Socket below = new Socket();
            new Client(below, target.address());
            SSLSocket socket = Insecure.over(below);
            socket.startHandshake();
            socket.getOutputStream().write("GET /plain".getBytes());
            below.close();
        }
    }

    private static void sendByteByByte(Target target) throws IOException {
        try (Client client = target.connect()) {
            for (byte each : Target.GET.repeat(100).replace("\n", "\r\n").getBytes()) {
                client.send(new byte[] {each});
            }
            assertThat(client.read(15)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    /** The stream of this answer would never end, so it is the server that ends the connection. */
    private static void updateKeys(Target target) throws IOException {
        SSLSocket socket = Insecure.socket("TLSv1.3");
        try (Client client = new Client(socket, target.address())) {
            client.send("GET /quiet HTTP/1.1\nHost: a\n\n").read(1);
            for (int i = 0; i < 1_000; i++) {
                socket.startHandshake(); // on an open connection: a key update (RFC 8446 §4.6.3)
            }
            client.awaitEnd();
        } catch (SSLException | SocketException refused) {
            // as it should be
        }
    }

    /** A client may ask for it up to TLS 1.2, and each one costs the server much more than the client. */
    private static void renegotiate(Target target) throws IOException {
        SSLSocket socket = Insecure.socket("TLSv1.2");
        try (Client client = new Client(socket, target.address())) {
            for (int i = 0; i < TIMES; i++) {
                client.send(Target.GET);
                while (!client.read(1).equals("!")) {} // of "Hello, World!"
                socket.startHandshake();
            }
            throw new AssertionError("the server has let a client renegotiate " + TIMES + " times");
        } catch (SSLException | SocketException refused) {
            // as it should be
        }
    }
}
