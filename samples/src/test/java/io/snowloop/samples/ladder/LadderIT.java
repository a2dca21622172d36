// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every client with every server, and what a server meets on the wire. */
class LadderIT {
    private static final Backend BACKEND = new Backend(Duration.ofMillis(2));

    /** The names of the rungs that this JVM has. */
    static List<String> rungs() {
        List<String> names = new ArrayList<>();
        for (Rungs.Entry rung : Rungs.ALL) {
            try {
                assertThat(rung.maker().get()).isNotNull();
                names.add(rung.name());
            } catch (UnsupportedOperationException e) {
                assertThat(Runtime.version().feature()).isLessThan(21);
            }
        }
        return names;
    }

    private static Rung rung(String name) {
        return Rungs.named(name).orElseThrow().maker().get();
    }

    private static URI url(Running server, String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    @ParameterizedTest
    @MethodSource("rungs")
    void everyClientGetsEveryBodyOfTheServer(String name) throws Exception {
        List<String> expected =
                IntStream.range(0, 20).mapToObj(i -> BACKEND.answer("/" + i)).toList();
        try (Running server = rung(name).serve(BACKEND)) {
            List<URI> urls =
                    IntStream.range(0, 20).mapToObj(i -> url(server, "/" + i)).toList();
            for (String client : rungs()) {
                // A Fetcher keeps its first connection, and then this server never comes to the second one.
                int atOnce = name.equals("one") && client.equals("snowloop") ? 1 : 5;
                assertThat(rung(client).fetch(urls, atOnce)).as(client).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rungs")
    void aServerReadsByteByByte(String name) throws IOException {
        try (Running server = rung(name).serve(BACKEND);
                Socket client = connect(server)) {
            for (byte each : request("/7").getBytes(ISO_8859_1)) {
                client.getOutputStream().write(each);
            }
            assertThat(body(client)).isEqualTo(BACKEND.answer("/7"));
        }
    }

    @ParameterizedTest
    @MethodSource("rungs")
    void aServerAnswersTwoRequestsOfOneSegmentInTheirOrder(String name) throws IOException {
        try (Running server = rung(name).serve(BACKEND);
                Socket client = connect(server)) {
            client.getOutputStream().write((request("/7") + request("/8")).getBytes(ISO_8859_1));
            assertThat(body(client)).isEqualTo(BACKEND.answer("/7"));
            assertThat(body(client)).isEqualTo(BACKEND.answer("/8"));
        }
    }

    @ParameterizedTest
    @MethodSource("rungs")
    void aClientThatGoesEarlyEndsNothingButItself(String name) throws Exception {
        try (Running server = rung(name).serve(BACKEND)) {
            for (String begun :
                    List.of("", "GET /7 HT", request("/7"), request("/7") + request("/8"), "nonsense\r\n\r\n")) {
                try (Socket client = connect(server)) {
                    client.getOutputStream().write(begun.getBytes(ISO_8859_1));
                    client.setSoLinger(true, 0); // a reset, and not an orderly end
                }
            }
            assertThat(rung("select").fetch(List.of(url(server, "/9")), 1)).containsExactly(BACKEND.answer("/9"));
        }
    }

    @ParameterizedTest
    @MethodSource("rungs")
    void aSlowReaderGetsAllOfABigAnswerAndOthersGetTheirs(String name) throws Exception {
        try (Running server = rung(name).serve(BACKEND)) {
            try (Socket slow = new Socket()) {
                slow.setReceiveBufferSize(1024);
                slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
                slow.getOutputStream().write(request(Backend.BIG).getBytes(ISO_8859_1));
                if (!name.equals("one")) { // which does not even accept the next one: this is what the next rung is for
                    assertThat(rung("select").fetch(List.of(url(server, "/9")), 1))
                            .containsExactly(BACKEND.answer("/9"));
                }
                assertThat(body(slow)).isEqualTo(BACKEND.answer(Backend.BIG));
            }
            assertThat(rung("select").fetch(List.of(url(server, "/9")), 1)).containsExactly(BACKEND.answer("/9"));
        }
    }

    @Test
    void theClientThatComesToAPoolAsThe201stIsAnsweredWhenAnotherOneGoes() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try (Running server = rung("pool").serve(BACKEND)) {
            for (int i = 0; i < 201; i++) {
                clients.add(connect(server));
                clients.get(i).getOutputStream().write(request("/" + i).getBytes(ISO_8859_1));
                if (i < 200) {
                    assertThat(body(clients.get(i))).isEqualTo(BACKEND.answer("/" + i));
                }
            }
            Socket last = clients.get(200);
            clients.get(0).getOutputStream().write(request("/again").getBytes(ISO_8859_1));
            assertThat(body(clients.get(0))).isEqualTo(BACKEND.answer("/again"));
            assertThat(last.getInputStream().available()).isZero();

            clients.get(0).close();
            assertThat(body(last)).isEqualTo(BACKEND.answer("/200"));
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rungs")
    void aClientWhoseServerGoesFails(String name) throws Exception {
        int port;
        try (Running server = rung("select").serve(BACKEND)) {
            port = server.port();
            rung("one").fetch(List.of(url(server, "/1")), 1);
        }
        assertThatThrownBy(() -> rung(name).fetch(List.of(URI.create("http://127.0.0.1:" + port + "/1")), 2))
                .isInstanceOf(IOException.class);
    }

    private static Socket connect(Running server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    /** The next body; of the bytes after it none is read. */
    private static String body(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            assertThat(next).as("the next byte after: " + head).isNotNegative();
            head.append((char) next);
        }
        String length = head.toString().replaceAll("(?is).*content-length: *(\\d+).*", "$1");
        return new String(client.getInputStream().readNBytes(Integer.parseInt(length)), ISO_8859_1);
    }
}
