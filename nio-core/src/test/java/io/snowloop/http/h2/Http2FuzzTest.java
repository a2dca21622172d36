// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.testing.Frames;
import io.snowloop.testing.Seeds;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Any bytes give events or an error, and the same ones wherever the bytes are cut. The bytes are valid frames with some
 * mutations, because of random bytes not even the first frame would be valid.
 */
class Http2FuzzTest {
    private static final int ROUNDS = 100;

    private static final List<byte[]> TO_SERVERS = Stream.concat(ReadMessagesTest.requests(), ReadMessagesTest.others())
            .filter(row -> row.feed().get().codec.openStreams() == 0)
            .map(row -> row.frames().toBytes())
            .toList();

    private static final List<byte[]> TO_CLIENTS =
            ReadMessagesTest.responses().map(row -> row.frames().toBytes()).toList();

    @Seeds(40)
    void servers(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Frames bytes = mutate(random, TO_SERVERS);
            check(Http2Feed.server().frames(bytes), Http2Feed.server().cut(bytes, random));
        }
    }

    @Seeds(40)
    void clients(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Frames bytes = mutate(random, TO_CLIENTS);
            check(Http2Feed.client().get(), Http2Feed.client().get(), bytes, random);
        }
    }

    private static void check(Http2Feed whole, Http2Feed cut, Frames bytes, Random random) {
        check(whole.frames(bytes), cut.cut(bytes, random));
    }

    private static void check(Http2Feed whole, Http2Feed cut) {
        assertThat(cut.events).isEqualTo(whole.events);
        assertThat(cut.sent()).isEqualTo(whole.sent());
        answerAll(whole);
    }

    /** The codec is in a state in which what is open can be answered. */
    private static void answerAll(Http2Feed feed) {
        for (int stream = 1; stream < 40; stream += 2) {
            StreamState state = feed.codec.state(stream);
            boolean open = state == StreamState.OPEN || state == StreamState.HALF_CLOSED_REMOTE;
            if (open && feed.codec.lastPeerStream() > 0) {
                feed.codec.sendHead(stream, Status.OK, Headers.empty(), Headers.empty(), 0, feed.out);
            }
        }
        feed.sent();
    }

    private static Frames mutate(Random random, List<byte[]> corpus) {
        byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = bytes[0] == 'P' && random.nextInt(50) != 0 ? 24 : 0; // the preface stays mostly
            at += random.nextInt(bytes.length - at);
            bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(10) : random.nextInt(256));
        }
        Frames frames = new Frames().text(Frames.latin1(bytes));
        if (random.nextBoolean()) { // something behind it
            byte[] more = corpus.get(random.nextInt(corpus.size()));
            frames.text(Frames.latin1(more).substring(more[0] == 'P' ? 24 : 0));
        }
        return frames;
    }
}
