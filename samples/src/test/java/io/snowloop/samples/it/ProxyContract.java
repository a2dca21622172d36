// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two Snow apps expect of any proxy in front of them, that asks the one when the other one can't. */
abstract class ProxyContract {
    private final Backend one = new Backend("one");
    private final Backend two = new Backend("two");
    private PeerContainer proxy;

    /** A proxy on port 80, in front of servers at these ports of the test's machine. */
    abstract PeerContainer inFrontOf(int one, int two);

    @BeforeEach
    void start() {
        proxy = inFrontOf(one.server.port(), two.server.port());
        proxy.start();
    }

    @AfterEach
    void stop() {
        proxy.stop();
        one.close();
        two.close();
    }

    private String url(String path) {
        return proxy.url(path);
    }

    @Test
    void itKeepsItsConnectionsToUs() throws Exception {
        FetcherOptions eachOnItsOwn =
                FetcherOptions.builder().keepAlive(Duration.ZERO).build();
        try (Visitor visitor = new Visitor(eachOnItsOwn)) {
            for (int i = 0; i < 50; i++) {
                assertThat(visitor.get(url("/")).status()).isEqualTo(Status.OK);
                visitor.loop.runWhile(() -> visitor.fetcher.connections() > 0);
            }
        }
        // One at a time, and whatever it has opened to see whether we are well.
        assertThat(one.connections.size() + two.connections.size()).isLessThan(10);
    }

    @Test
    void itTellsUsWhoAsked() throws Exception {
        try (Visitor visitor = new Visitor()) {
            String authority = url("").substring("http://".length());

            assertThat(visitor.get(url("/asker")).text())
                    .matches("\\d+\\.\\d+\\.\\d+\\.\\d+ asks for http://" + authority + ", here " + authority);
        }
    }

    // ------------------------------------------------------------------------------------------------ bodies

    @Test
    void aLargeBodyComesThrough() throws Exception {
        byte[] body = new byte[30_000_000];
        new Random(1).nextBytes(body);
        try (Visitor visitor = new Visitor()) {
            assertThat(visitor.fetch(Request.post(url("/digest"), Body.of(body)))
                            .text())
                    .isEqualTo(Backend.digest(body));
            assertThat(visitor.fetch(Request.put(url("/digest"), streamed(body)))
                            .text())
                    .isEqualTo(Backend.digest(body));
        }
    }

    /** Of unknown length, so in chunks. */
    private static BodyStream streamed(byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        return BodyStream.of(() -> {
            ByteBuffer piece = rest.slice(rest.position(), Math.min(rest.remaining(), 50_000));
            rest.position(rest.position() + piece.remaining());
            return Future.completed(piece.hasRemaining() ? piece : null);
        });
    }

    @Test
    void aLargeAnswerComesThrough() throws Exception {
        try (Visitor visitor = new Visitor()) {
            assertThat(visitor.get(url("/zeros/500")).bytes()).isEqualTo(new byte[500 * Backend.PIECE]);
        }
        assertThat(one.streams).hasValue(0);
        assertThat(two.streams).hasValue(0);
    }

    /** What we have of an answer is there before we have the rest. */
    @Test
    void anAnswerComesThroughAsItIsMade() throws Exception {
        two.healthy = false; // so that both requests come to the same app
        try (Visitor visitor = new Visitor()) {
            untilOnlyOneAnswers(visitor, "one");
            BodyStream body =
                    visitor.loop.runUntil(visitor.fetcher.handle(Request.get(url("/halves")))).body().stream();
            assertThat(text(visitor.loop.runUntil(body.read()))).isEqualTo("first");

            visitor.fetch(Request.post(url("/halves"), Body.EMPTY));
            assertThat(text(visitor.loop.runUntil(body.read()))).isEqualTo("second");
            assertThat(visitor.loop.runUntil(body.read())).isNull();
        }
    }

    private static String text(ByteBuffer piece) {
        return StandardCharsets.UTF_8.decode(piece).toString();
    }

    // ------------------------------------------------------------------------------------------------- health

    @Test
    void whoIsIllIsNotAsked() throws Exception {
        try (Visitor visitor = new Visitor()) {
            assertThat(answering(visitor)).containsExactlyInAnyOrder("one", "two");
            one.healthy = false;
            untilOnlyOneAnswers(visitor, "two");
            one.healthy = true;
            while (answering(visitor).size() < 2) { // until it has noticed
                assertThat(visitor.loop.isClosed()).isFalse();
            }
        }
    }

    private void untilOnlyOneAnswers(Visitor visitor, String name) throws Exception {
        while (!answering(visitor).equals(Set.of(name))) {
            assertThat(visitor.loop.isClosed()).isFalse();
        }
    }

    /** Who answers when we ask a few times. */
    private Set<String> answering(Visitor visitor) throws Exception {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            names.add(visitor.get(url("/")).text());
        }
        return names;
    }

    // -------------------------------------------------------------------------------------------------- drain

    /**
     * One app goes, under load: whatever has come to it is answered, and its answer arrives. Of a GET that comes too late the
     * client learns nothing, as the proxy asks the other app. A POST it may not ask twice.
     */
    @Test
    void aDrainLosesNoAnswer() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Load load = new Load(visitor);
            load.begin(16);
            visitor.loop.runWhile(() -> load.received.size() < 500);
            visitor.loop.runUntil(one.server.drain(Duration.ofSeconds(20)).on(visitor.loop));
            one.close();
            int atItsEnd = load.received.size();
            visitor.loop.runWhile(() -> load.received.size() < atItsEnd + 500);
            load.stop();

            assertThat(one.asked).hasSizeGreaterThan(100);
            assertThat(two.asked).hasSizeGreaterThan(100);
            assertThat(load.received).containsAll(one.asked).containsAll(two.asked);
            assertThat(load.lost).allMatch(number -> !isGet(number));
        }
    }

    private static boolean isGet(long number) {
        return number % 2 == 0;
    }

    /** Clients that ask for one number after the other. */
    private final class Load {
        final Set<Long> received = new HashSet<>();
        final Set<Long> lost = new HashSet<>();
        private final Visitor visitor;
        private long next;
        private boolean stopped;
        private int running;

        Load(Visitor visitor) {
            this.visitor = visitor;
        }

        void begin(int clients) {
            for (running = 0; running < clients; running++) {
                ask();
            }
        }

        private void ask() {
            long number = next++;
            String url = url("/numbers/" + number);
            visitor.fetcher
                    .fetch(isGet(number) ? Request.get(url) : Request.post(url, Body.EMPTY))
                    .onComplete((response, error) -> {
                        boolean answered = error == null && response.text().equals(Long.toString(number));
                        (answered ? received : lost).add(number);
                        if (stopped) {
                            running--;
                        } else {
                            ask();
                        }
                    });
        }

        void stop() {
            stopped = true;
            visitor.loop.runWhile(() -> running > 0);
        }
    }
}
