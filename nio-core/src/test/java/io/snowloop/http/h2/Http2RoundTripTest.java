// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;
import io.snowloop.testing.Seeds;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Random messages on many streams at a time, cut at random places, from a client's codec to a server's and back, with windows
 * and frames of random sizes: they arrive as they were sent, and nothing is left.
 */
class Http2RoundTripTest {
    private static final int EXCHANGES = 20;

    private final ByteBuffer lent = ByteBuffer.allocateDirect(9000);

    @Seeds
    void messagesArriveAsTheyWereSent(long seed) throws Exception {
        Random random = new Random(seed);
        RandomPeer client = new RandomPeer(Role.CLIENT, limits(random), random, EXCHANGES);
        RandomPeer server = new RandomPeer(Role.SERVER, limits(random), random, EXCHANGES);
        ByteQueue toServer = new ByteQueue();
        ByteQueue toClient = new ByteQueue();
        int turns = 0;
        while (!client.isDone() || !server.isDone() || !toServer.isEmpty() || !toClient.isEmpty()) {
            client.act(toServer);
            server.act(toClient);
            carry(toServer, server, toClient, random);
            carry(toClient, client, toServer, random);
            assertThat(++turns).as("turns without an end").isLessThan(200_000);
        }
        assertThat(client.codec.openStreams()).isZero();
        assertThat(server.codec.openStreams()).isZero();
        assertThat(server.received).isEqualTo(client.sent);
        assertThat(client.received).isEqualTo(server.sent);
    }

    private static Http2Limits limits(Random random) {
        return Http2Limits.builder()
                .maxConcurrentStreams(1 + random.nextInt(12))
                .initialWindowSize(1 + random.nextInt(random.nextBoolean() ? 500 : 100_000))
                .connectionWindow(65_535 + random.nextInt(10_000))
                .maxFrameSize(16_384 + random.nextInt(10_000))
                .headerTableSize(random.nextInt(3) * 100)
                // the order of the frames is random, too, and of a kind that a peer would not send
                .floods(FloodLimits.builder()
                        .updates(100_000)
                        .emptyFrames(100_000)
                        .pings(1000)
                        .build())
                .build();
    }

    /** Some of the bytes arrive, in pieces. */
    private void carry(ByteQueue wire, RandomPeer peer, ByteQueue answers, Random random) throws Exception {
        int most = 1 + random.nextInt(random.nextBoolean() ? 50 : 9000);
        while (!wire.isEmpty() && random.nextInt(20) != 0) {
            int count = Math.min(wire.size(), 1 + random.nextInt(most));
            lent.clear().put(wire.peek().limit(wire.arrayOffset() + count)).flip();
            wire.skip(count);
            peer.receive(lent, answers);
        }
    }
}
