// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h2.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers of HTTP/2 that wait for a window, and the budget of memory. */
class Http2MemoryTest {
    private static final int PIECE = 2_000_000;

    private BodyStream body = BodyStream.of(() -> Future.completed(ByteBuffer.allocate(PIECE)));

    /** As one that the application keeps. */
    private final byte[] kept = new byte[300_000];

    private final Handler handler = new Snow()
            .get("/memory", request -> Response.of(Status.OK).withBody(Body.of(kept)))
            .get("/page", request -> Response.of(Status.OK).withBody(Body.of(new byte[100_000])))
            .get("/stream", request -> Response.stream(body, "a/b"));

    private Http2Client client = client(TestClient.OPTIONS.maxMemory());

    private Http2Client client(long maxMemory) {
        Http2Client opened = new Http2Client(
                handler, TestClient.OPTIONS.toBuilder().maxMemory(maxMemory).build());
        opened.reads = false; // so the windows are shut after 64 KiB
        return opened;
    }

    @AfterEach
    void close() {
        client.close();
    }

    private long used() {
        return client.server.context().memory().used();
    }

    /** To end an answer whose body the application keeps would give nothing back. */
    @Test
    void onlyStreamsThatKeepAPieceAreEndedForIt() {
        client.close();
        client = client(1_000_000);
        int first = client.get("/memory");
        int second = client.get("/memory");
        assertThat(used()).as("it is one body").isEqualTo(300_000);

        int third = client.get("/stream");
        assertThat(client.events())
                .contains(third + ": reset ENHANCE_YOUR_CALM")
                .doesNotContain(first + ": reset ENHANCE_YOUR_CALM", second + ": reset ENHANCE_YOUR_CALM");
        client.reset(first, ErrorCode.CANCEL);
        assertThat(used()).isEqualTo(300_000);
        client.reset(second, ErrorCode.CANCEL);
        assertThat(used()).isZero();
    }

    /** A page or a list that a view has made is kept until its client reads it, by no one else. */
    @Test
    void bodiesInMemoryThatWaitForTheirClientAreCountedAndTheOldestEnd() {
        client.close();
        client = client(1_000_000);
        List<Integer> streams = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            streams.add(client.get("/page"));
        }
        assertThat(used()).isEqualTo(9 * 100_000 + 8 * 2048); // and the objects of all but two streams
        assertThat(client.events())
                .contains(streams.get(0) + ": reset ENHANCE_YOUR_CALM", streams.get(9) + ": 200")
                .doesNotContain(streams.get(1) + ": reset ENHANCE_YOUR_CALM");
        client.socket.breakWith(new IOException("on purpose"));
        assertThat(used()).isZero();
    }

    @Test
    void soAreThoseThatWaitUntilTheSocketHasRoom() {
        client.socket.block();
        client.get("/page");
        client.get("/page");
        assertThat(used()).isGreaterThan(200_000);
        client.reads = true;
        client.socket.unblock();
        while (!client.events().isEmpty()) {} // which opens the windows
        assertThat(used()).isZero();
    }

    @Test
    void aConnectionThatIsRefusedKeepsNoPieces() {
        client.get("/stream");
        assertThat(used()).isEqualTo(PIECE);

        client.socket.send("\0\0\0\0\0\0\0\0\0"); // DATA on stream 0 (RFC 9113 §6.1)
        assertThat(client.socket.isOutputShut()).isTrue();
        assertThat(client.socket.isClosed()).as("it lingers").isFalse();
        assertThat(used()).isZero();
    }

    @Test
    void aConnectionThatLeavesAfterItsLastStreamKeepsNoPieces() {
        int stream = client.get("/stream");
        client.drain();
        client.take();
        assertThat(used()).isEqualTo(PIECE);

        client.reset(stream, ErrorCode.CANCEL);
        assertThat(client.socket.isOutputShut()).isTrue();
        assertThat(client.socket.isClosed()).as("it lingers").isFalse();
        assertThat(used()).isZero();
    }

    /** HEADERS without END_HEADERS: the next frame is a CONTINUATION, which never comes. */
    @Test
    void fieldsThatDoNotEndAreCounted() {
        client.close();
        client = client(20_000);
        client.socket.send("\0\u0027\u0010\1\0\0\0\0\1" + "x".repeat(10_000));
        assertThat(used()).isEqualTo(10_000);
        client.socket.send("\0\u0027\u0010\t\0\0\0\0\1" + "x".repeat(9_000)); // and a part of a frame
        assertThat(used()).isEqualTo(19_000);

        Http2Client other = new Http2Client(client);
        other.socket.send("\0\u0027\u0010\1\0\0\0\0\1" + "x".repeat(4_096));
        assertThat(other.socket.isAborted()).as("few are always kept").isFalse();
        other.socket.send("x");
        assertThat(other.socket.isAborted()).isTrue();
        assertThat(client.socket.isAborted()).isFalse();
        assertThat(used()).isEqualTo(19_000);
    }

    /** RFC 7541 counts 34 bytes for each. */
    @Test
    void aTableOfManySmallFieldsIsCounted() {
        client.close();
        client = client(100_000);
        String fields = "\u0082\u0086\u0084\1\1a" + "\u0040\1b\1x".repeat(120); // GET http / of a, and b: x
        client.socket.send("\0\2\u005e\1\5\0\0\0\1" + fields);
        assertThat(used()).isEqualTo(120 * (34 + 160) - 4096);
    }

    /** Counted with both it would be too many bytes for the budget. */
    @Test
    void aPieceThatIsSentIsCountedInTheQueueOnly() {
        client.close();
        client = client(90_000);
        Iterator<ByteBuffer> pieces = List.of(ByteBuffer.allocate(80_000)).iterator();
        body = BodyStream.of(() -> Future.completed(pieces.hasNext() ? pieces.next() : null));
        int stream = client.get("/stream");
        assertThat(used()).isEqualTo(80_000);

        client.socket.block();
        client.send(queue -> client.codec.consumed(stream, 65_535, queue));
        assertThat(client.socket.isAborted()).isFalse();
        assertThat(client.socket.queued()).isBetween(80_000 - 65_535, 20_000);
        assertThat(used()).isEqualTo(client.socket.queued());
    }
}
