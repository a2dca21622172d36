// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.TestClient.GET;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.testing.Frames;
import io.snowloop.testing.TestTransport;
import org.junit.jupiter.api.Test;

/** How many requests of one connection are served in one turn of the loop, and how much is looked at there. */
class TurnShareTest {
    private static final int SHARE = 64;

    private int calls;
    private final TestClient client = new TestClient(request -> {
        calls++;
        return Future.completed(Response.text("x"));
    });

    private void turn(int expected) {
        client.test.turn();
        assertThat(calls).isEqualTo(expected);
    }

    @Test
    void whatIsPipelinedBeyondItWaitsForTheNextTurn() {
        try (client) {
            client.test.inTask(() -> client.sendNow(GET.repeat(2 * SHARE + 1)));
            assertThat(calls).isEqualTo(SHARE);
            assertThat(client.socket.isReading()).isFalse();
            turn(2 * SHARE);
            assertThat(client.socket.isReading()).isFalse();
            turn(2 * SHARE + 1);
            assertThat(client.socket.isReading()).isTrue();
            assertThat(client.statusLines().lines()).hasSize(2 * SHARE + 1);
            client.assertKept();
        }
    }

    @Test
    void anotherConnectionHasAShareOfItsOwn() {
        try (client) {
            TestTransport other =
                    TestTransport.connect(client.test, new ServerConnection(client.server, ProxyHeader.NO_ADDRESSES));
            client.test.inTask(() -> {
                client.sendNow(GET.repeat(SHARE + 1));
                other.deliverNow(GET.replace("\n", "\r\n"));
            });
            assertThat(calls).isEqualTo(SHARE + 1);
            assertThat(other.takeWritten()).startsWith("HTTP/1.1 200 OK");
            client.test.turnUntilIdle();
            assertThat(calls).isEqualTo(SHARE + 2);
        }
    }

    /** As the records of TLS arrive: a connection that is idle between two of them has one share all the same. */
    @Test
    void itIsOneShareForAllThatArrivesInTheTurn() {
        try (client) {
            client.test.inTask(() -> {
                for (int i = 0; i < SHARE + 2; i++) {
                    client.sendNow(GET);
                }
            });
            assertThat(calls).isEqualTo(SHARE);
            client.test.turnUntilIdle();
            assertThat(calls).isEqualTo(SHARE + 2);
            client.assertKept();
        }
    }

    @Test
    void aClientThatEndsAfterwardsGetsAllAnswers() {
        try (client) {
            client.test.inTask(() -> client.sendNow(GET.repeat(SHARE + 1)));
            client.socket.sendEnd();
            assertThat(client.statusLines().lines()).hasSize(SHARE + 1);
            assertThat(client.socket.isClosed()).isTrue();
        }
    }

    @Test
    void aDrainEndsTheConnectionAfterTheAnswersOfTheTurn() {
        try (client) {
            client.test.inTask(() -> {
                client.sendNow(GET.repeat(SHARE + 1));
                client.server.drain();
            });
            client.test.turnUntilIdle();
            assertThat(client.statusLines().lines()).hasSize(SHARE);
            assertThat(client.socket.isOutputShut()).isTrue();
        }
    }

    @Test
    void aConnectionThatIsClosedMeanwhileIsLeftAlone() {
        try (client) {
            client.test.inTask(() -> {
                client.sendNow(GET.repeat(SHARE + 1));
                client.server.abort();
            });
            client.test.turnUntilIdle();
            assertThat(calls).isEqualTo(SHARE);
            assertThat(client.closed).isEqualTo(1);
        }
    }

    /** Each has 100 streams, and 16,384 are looked at in a turn. */
    @Test
    void whatIsKeptNoLongerIsLookedForInSeveralTurns() {
        Frames requests = Frames.client();
        for (int stream = 1; stream < 200; stream += 2) {
            requests.get(stream);
        }
        try (TestClient never =
                new TestClient(request -> Scheduler.current().newPromise(), TestClient.OPTIONS, Http2Limits.DEFAULT)) {
            for (int i = 0; i < 170; i++) {
                TestTransport socket =
                        TestTransport.connect(never.test, new ServerConnection(never.server, ProxyHeader.NO_ADDRESSES));
                socket.block();
                socket.sendExactly(Frames.latin1(requests.toBytes()));
                socket.read(socket.queued());
            }
            long counted = never.server.context().memory().used();
            long afterOne = usedAfterARecount(never);
            long afterTwo = usedAfterARecount(never);
            assertThat(afterOne).isLessThan(counted);
            assertThat(afterTwo).isLessThan(afterOne).isEqualTo(usedAfterARecount(never));
        }
    }

    private static long usedAfterARecount(TestClient client) {
        client.test.inTask(() -> client.server.context().memory().makeRoom(Long.MAX_VALUE / 2));
        return client.server.context().memory().used();
    }
}
