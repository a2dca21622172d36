// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The cost of a slow or hostile peer: time in proportion to its bytes, memory in proportion to the limits. */
class EffortTest {
    /**
     * A line that arrives byte by byte is not searched again from its start. To see that without a clock, the test puts
     * a line end among the bytes that have been searched: a second search would find it.
     */
    @Test
    void aSlowHeadIsSearchedOnce() throws Exception {
        HeadParser parser = new HeadParser(Role.CLIENT, Limits.DEFAULT, new DecoderContext(), new Cycle());
        ByteQueue kept = new ByteQueue();
        Event event = null;
        for (byte b : Feed.bytes(
                "GET /" + "a".repeat(2000) + " HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(2000) + "\r\n\r\n")) {
            kept.append(b);
            event = parser.read(kept);
            for (int i = 0; i < kept.size(); i += 1 + kept.size() / 3) {
                int planted = kept.arrayOffset() + i;
                byte before = kept.array()[planted];
                kept.array()[planted] = '\n';
                assertThat(parser.read(kept)).isNull();
                kept.array()[planted] = before;
            }
        }
        assertThat(event).isInstanceOf(Event.RequestHead.class);
    }

    /** The data of a body is a slice of the lent buffer, also behind a head in the same read. */
    @Test
    void bodiesAreNotCopied() throws Exception {
        Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);
        ByteBuffer lent = ByteBuffer.allocateDirect(64 * 1024);
        lent.put(Feed.bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"));
        int head = lent.position();
        lent.position(lent.limit()).flip();
        codec.receive(lent);
        assertThat(codec.next()).isInstanceOf(Event.RequestHead.class);
        Event.Data data = (Event.Data) codec.next();
        assertThat(data.bytes().isDirect()).isTrue();
        assertThat(data.bytes().remaining()).isEqualTo(lent.capacity() - head);
        assertThat(codec.next()).isEqualTo(Event.Outcome.NEED_DATA);
        codec.keep();
        assertThat(codec.hasTrailingData()).isFalse();
    }

    @Test
    void aConnectionWithoutUnusedBytesHoldsNoArray() {
        Inbound in = new Inbound(new DecoderContext());
        in.lend(ByteBuffer.wrap(Feed.bytes("GET / HT")));
        in.keep();
        assertThat(in.lines().size()).isEqualTo(8);
        in.lend(ByteBuffer.wrap(Feed.bytes("TP/1.1\r\n")));
        in.clear();
        in.keep();
        assertThat(in.lines().array()).isEmpty();
    }

    /** Of 32 MB in chunks, each with an extension, nothing is stored. */
    @Test
    void aLongBodyIsNotStored() throws Exception {
        Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);
        take(codec, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        String chunks = "8000;some=extension\r\n" + "x".repeat(0x8000) + "\r\n";
        take(codec, chunks);
        long before = allocated();
        for (int i = 0; i < 1000; i++) {
            take(codec, chunks);
        }
        assertThat((allocated() - before) / 1000)
                .as("bytes allocated for a chunk")
                .isLessThan(3L * chunks.length());
        assertThat(codec.hasTrailingData()).isFalse();
    }

    private static void take(Http1Codec codec, String text) throws RemoteProtocolException {
        codec.receive(ByteBuffer.wrap(Feed.bytes(text)));
        while (codec.next() != Event.Outcome.NEED_DATA) {}
        codec.keep();
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
