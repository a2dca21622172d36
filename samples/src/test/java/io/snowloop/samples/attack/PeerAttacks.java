// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What clients do that leave, are slow, or speak something else than HTTP. */
final class PeerAttacks {
    private static final int TIMES = 20;
    private static final int MANY = 300_000;
    private static final String POST = "POST /upload HTTP/1.1\nHost: a\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\n\n";
    private static final String QUIET = "GET /quiet HTTP/1.1\nHost: a\n\n";
    private static final String ENDLESS = "GET /endless HTTP/1.1\nHost: a\n\n";

    /** What a client may have sent when it leaves: the steps of a request and of its answer. */
    private static final List<byte[]> STEPS = Stream.of(
                    "",
                    "GET /plain",
                    Target.GET,
                    Target.GET + "GET /plain",
                    Target.GET.repeat(100),
                    POST + "Content-Length: 1000\n\n",
                    POST + "Content-Length: 1000\n\nabc",
                    POST + "Expect: 100-continue\nContent-Length: 1000\n\n",
                    CHUNKED + "5\nab",
                    "GET /never HTTP/1.1\nHost: a\n\n",
                    QUIET,
                    ENDLESS)
            .map(Client::bytes)
            .toList();

    private PeerAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(leaving(), staying(), talking()).flatMap(attacks -> attacks);
    }

    static Stream<Attack> leaving() {
        return Stream.of(
                Attack.of("clients close at each step", atEachStep(STEPS, Client::close)),
                Attack.of("clients reset at each step", atEachStep(STEPS, Client::reset)),
                Attack.of("clients of quiet streams close", target -> leaveQuietStreams(target, Client::close)));
    }

    /** The server has to end them. */
    private static Stream<Attack> staying() {
        Attack.Action stayingAtQuietStreams = target -> {
            leaveQuietStreams(target, Client::sendEnd);
            target.awaitRest();
        };
        return Stream.of(
                Attack.of("clients of quiet streams end their half and stay", stayingAtQuietStreams),
                Attack.of("clients send nothing and stay", stayingAfter("")),
                Attack.of("clients send a part of a head and stay", stayingAfter("GET /plain")),
                Attack.of("clients send a part of a second head and stay", stayingAfter(Target.GET + "GET /plain")),
                Attack.of("clients send a part of a body and stay", stayingAfter(POST + "Content-Length: 9\n\nabc")),
                Attack.of("clients send a part of a chunk and stay", stayingAfter(CHUNKED + "5\nab")),
                Attack.of("clients don't read and stay", stayingAfter(ENDLESS)),
                Attack.of("clients don't read what they pipelined and stay", stayingAfter(Target.GET.repeat(3_000))));
    }

    static Stream<Attack> talking() {
        return Stream.of(
                Attack.of("random bytes", PeerAttacks::talkAtRandom),
                Attack.of("a request line that doesn't end", talking("GET /" + "a".repeat(MANY))),
                Attack.of("a field that doesn't end", talking("GET / HTTP/1.1\nHost: a\nX: " + "a".repeat(MANY))),
                Attack.of("fields without end", talking("GET / HTTP/1.1\nHost: a\n" + "X:\n".repeat(MANY))),
                Attack.of("empty lines without end", talking("\n".repeat(MANY))),
                Attack.of("a chunk extension that doesn't end", talking(CHUNKED + "5;" + "a".repeat(MANY))),
                Attack.of("chunks of one byte", talking(CHUNKED + "1\na\n".repeat(MANY))),
                Attack.of("trailers without end", talking(CHUNKED + "0\n" + "X:\n".repeat(MANY))));
    }

    // ----------------------------------------------------------------------------------------------------- actions

    /** Clients send what each step has, and leave. */
    static Attack.Action atEachStep(List<byte[]> steps, Leaving leaving) {
        return target -> {
            for (int i = 0; i < TIMES; i++) {
                for (byte[] step : steps) {
                    leaving.leave(target.connect().send(step));
                }
            }
        };
    }

    /** Each client has read what there is: else the kernel makes a reset of its close. */
    private static void leaveQuietStreams(Target target, Leaving leaving) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            Client client = target.connect().send(QUIET);
            while (!client.read(1).equals("1")) {}
            clients.add(client);
        }
        for (Client client : clients) {
            leaving.leave(client);
        }
    }

    private static Attack.Action stayingAfter(String sent) {
        return stayingAfter(Client.bytes(sent));
    }

    /** Clients send it, and stay until the server has ended them. */
    static Attack.Action stayingAfter(byte[] sent) {
        return target -> {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                clients.add(target.connect().send(sent));
            }
            target.assertAnswers();
            target.awaitRest();
            for (Client client : clients) {
                client.close();
            }
        };
    }

    private static Attack.Action talking(String sent) {
        return target -> talk(target, Client.bytes(sent));
    }

    private static void talkAtRandom(Target target) throws IOException {
        for (long seed = 1; seed <= 100; seed++) {
            byte[] bytes = new byte[10_000];
            new Random(seed).nextBytes(bytes);
            talk(target, bytes);
        }
    }

    /** The server may refuse it before it was sent. */
    private static void talk(Target target, byte[] bytes) throws IOException {
        try (Client client = target.connect()) {
            client.send(bytes).sendEnd().rest();
        } catch (SocketException refused) {
            assertThat(refused).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }

    /** A way to end a connection. */
    @FunctionalInterface
    interface Leaving {
        void leave(Client client) throws IOException;
    }
}
