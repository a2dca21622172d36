// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.http.h2.Http2Exception;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.TestTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server sends the bodies of responses, and a codec at the other end reads them. */
class Http2OutflowTest {
    private static final int WINDOW = 64 * 1024;

    private final TestLoop test = new TestLoop();
    private final TestTransport transport = TestTransport.connect(test, new RecordingProtocol());
    private final Http2Codec codec = new Http2Codec(Role.SERVER, Http2Limits.DEFAULT);
    private final Http2Codec client = new Http2Codec(Role.CLIENT, Http2Limits.DEFAULT);
    private final List<String> calls = new ArrayList<>();
    private final SharedQueue shared = new SharedQueue();
    private final Http2Outflow out = new Http2Outflow(codec, shared, new Http2Outflow.Listener() {
        @Override
        public void written() {
            calls.add("written");
        }

        @Override
        public void stepped() {
            calls.add("stepped");
        }

        @Override
        public void broken(Throwable thrown) {
            calls.add("broken: " + thrown.getMessage());
        }
    });

    @BeforeEach
    void begin() throws Http2Exception {
        out.attach(transport);
        test.inTask(() -> out.step(() -> codec.begin(out.queue())));
        request("i");
        calls.clear();
    }

    @AfterEach
    void close() {
        test.close();
    }

    /** The client asks with a priority, and its stream is returned. */
    private int request(String priority) throws Http2Exception {
        ByteQueue queue = new ByteQueue();
        if (client.lastPeerStream() == 0 && client.openStreams() == 0) {
            client.begin(queue);
        }
        Headers headers = Headers.of("Priority", priority);
        int stream = client.openStream(new Http2Event.RequestHead(Method.GET, "http", "a", "/", headers), 0, queue);
        codec.receive(queue.peek());
        while (!(codec.next() instanceof Http2Event.Outcome)) {}
        codec.keep();
        return stream;
    }

    private StreamOutflow outflow(int stream) {
        return new StreamOutflow(out, stream, new Outflow.Listener() {
            @Override
            public void sent() {
                calls.add(stream + " sent");
            }

            @Override
            public void failed(Throwable error) {
                calls.add(stream + " failed: " + error.getMessage());
            }
        });
    }

    private StreamOutflow respond(int stream, Body body) {
        StreamOutflow response = outflow(stream);
        test.inTask(() -> out.step(() -> encode(response, stream, body)));
        return response;
    }

    private void encode(StreamOutflow response, int stream, Body body) {
        codec.sendHead(stream, Status.OK, Headers.empty(), Headers.empty(), body.length(), out.queue());
        response.send(body);
    }

    /** The streams whose data has come, one for each frame. */
    private List<Integer> dataCame() throws Http2Exception {
        List<Integer> streams = new ArrayList<>();
        client.receive(ByteBuffer.wrap(transport.takeWritten().getBytes(StandardCharsets.ISO_8859_1)));
        for (Http2Event event = client.next(); !(event instanceof Http2Event.Outcome); event = client.next()) {
            if (event instanceof Http2Event.Data data) {
                streams.add(data.stream());
            }
        }
        client.keep();
        return streams;
    }

    /** The client has read so many bytes of a stream. */
    private void read(int stream, int bytes) {
        ByteQueue queue = new ByteQueue();
        client.consumed(stream, bytes, queue);
        test.inTask(() -> out.step(() -> {
            codec.receive(queue.peek());
            try {
                while (!(codec.next() instanceof Http2Event.Outcome)) {}
            } catch (Http2Exception e) {
                throw new AssertionError(e);
            }
            codec.keep();
        }));
    }

    @Test
    void aHeadAndASmallBodyLeaveInOneWrite() {
        transport.takeWritten();
        int before = transport.writeCalls;
        respond(1, Body.of("hello"));
        assertThat(transport.writeCalls - before).isOne();
        assertThat(calls).containsExactly("1 sent", "written", "stepped");
    }

    @Test
    void aLargeBodyLeavesInOneWriteWithItsHead() throws Http2Exception {
        byte[] body = new byte[WINDOW - 10]; // four frames
        new Random(1).nextBytes(body);
        dataCame();
        int before = transport.writeCalls;
        respond(1, Body.of(body));
        assertThat(transport.writeCalls - before).isOne();
        assertThat(bodyCame()).isEqualTo(body);
        assertThat(calls).containsSubsequence("1 sent", "written", "stepped");
    }

    /** The frames of small bodies are copied, and lie between those of large ones that are not. */
    @Test
    void smallAndLargeBodiesGoOutTogether() throws Http2Exception {
        List<Integer> streams = List.of(1, request("i"), request("i"), request("i"));
        dataCame();
        int before = transport.writeCalls;
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        test.inTask(() -> out.step(() -> {
            for (int stream : streams) {
                byte[] body = new byte[stream % 4 == 1 ? 10_000 : 10];
                Arrays.fill(body, (byte) stream);
                sent.writeBytes(body);
                encode(outflow(stream), stream, Body.of(body));
            }
        }));
        assertThat(transport.writeCalls - before).isOne();
        assertThat(bodyCame()).isEqualTo(sent.toByteArray());
    }

    /** What is encoded counts as long as it is not written, whether it was copied or not. */
    @Test
    void whatIsEncodedAndNotWrittenStaysSmall() throws Http2Exception {
        List<Integer> streams = List.of(1, request("i"), request("i"), request("i"), request("i"));
        dataCame();
        int before = transport.writeCalls;
        long encoded = out.encoded();
        test.inTask(() -> out.step(() -> {
            for (int stream : streams) {
                encode(outflow(stream), stream, Body.of(new byte[50_000]));
            }
        }));
        assertThat(transport.writeCalls - before).isEqualTo(2); // of 128 KiB, and the rest
        assertThat(out.encoded() - encoded).isGreaterThan(250_000);
        assertThat(bodyCame()).hasSize(250_000);
    }

    @Test
    void aLargeBodyIsWrittenBeforeAnotherConnectionEncodes() throws Http2Exception {
        byte[] body = new byte[20_000];
        Arrays.fill(body, (byte) 7);
        TestTransport its = TestTransport.connect(test, new RecordingProtocol());
        Http2Outflow.Listener listener = mock();
        Http2Outflow other = new Http2Outflow(new Http2Codec(Role.SERVER, Http2Limits.DEFAULT), shared, listener);
        other.attach(its);
        test.inTask(() -> out.step(() -> {
            encode(outflow(1), 1, Body.of(body));
            other.step(() -> other.codec().begin(other.queue()));
        }));
        assertThat(bodyCame()).isEqualTo(body);
        assertThat(its.takeWritten()).hasSizeLessThan(100);
    }

    private byte[] bodyCame() throws Http2Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        client.receive(ByteBuffer.wrap(transport.takeWritten().getBytes(StandardCharsets.ISO_8859_1)));
        for (Http2Event event = client.next(); !(event instanceof Http2Event.Outcome); event = client.next()) {
            if (event instanceof Http2Event.Data data) {
                byte[] piece = new byte[data.bytes().remaining()];
                data.bytes().get(piece);
                body.writeBytes(piece);
            }
        }
        client.keep();
        return body.toByteArray();
    }

    @Test
    void aBodyWaitsForItsWindowAndIsSentAsItOpens() throws Http2Exception {
        StreamOutflow response = respond(1, Body.of(new byte[WINDOW + 1]));
        assertThat(response.bodyBytes()).isEqualTo(WINDOW);
        assertThat(response.isSending()).isTrue();
        assertThat(response.awaitsWindow()).isTrue();
        assertThat(dataCame()).containsOnly(1);
        read(1, WINDOW);
        assertThat(response.isSending()).isFalse();
        assertThat(response.bodyBytes()).isEqualTo(WINDOW + 1);
        assertThat(calls).contains("1 sent");
    }

    /** RFC 9218 §10: the first has the whole room before the other, unless it is incremental. */
    @Test
    void dataIsSentInTheOrderThatTheClientWants() throws Http2Exception {
        int low = request("u=5");
        int high = request("u=1");
        dataCame();
        transport.block();
        respond(1, Body.of(new byte[WINDOW - 10])); // fills the transport, incremental and of the usual urgency
        respond(low, Body.of(new byte[40_000]));
        respond(high, Body.of(new byte[40_000]));
        transport.unblock();
        test.inTask(out::resume);
        List<Integer> order = dataCame();
        assertThat(order.lastIndexOf(high)).isLessThan(order.lastIndexOf(low));
        assertThat(order).endsWith(low);
    }

    @Test
    void aStreamIsAskedForItsNextPieceWhenTheLastOneIsSent() throws Http2Exception {
        int[] reads = {0};
        StreamOutflow response = respond(1, BodyStream.of(() -> {
            reads[0]++;
            return Future.completed(ByteBuffer.allocate(WINDOW / 2));
        }));
        assertThat(reads[0]).isEqualTo(3); // two are sent, and one waits
        dataCame();
        read(1, WINDOW);
        assertThat(reads[0]).isEqualTo(5);
        dataCame();
        test.inTask(response::cancel);
        read(1, WINDOW);
        assertThat(reads[0]).isEqualTo(5);
        assertThat(response.isSending()).isFalse();
    }

    @Test
    void aStreamThatIsNotReadyIsWaitedFor() throws Http2Exception {
        List<Promise<@Nullable ByteBuffer>> reads = new ArrayList<>();
        StreamOutflow response = respond(1, BodyStream.of(() -> {
            reads.add(test.loop.newPromise());
            return reads.get(reads.size() - 1);
        }));
        assertThat(response.awaitsSource()).isTrue();
        assertThat(response.awaitsWindow()).isFalse();
        dataCame();
        test.inTask(() -> reads.get(0).complete(ByteBuffer.wrap(new byte[] {1})));
        test.turnUntilIdle();
        assertThat(dataCame()).containsExactly(1);
        test.inTask(() -> reads.get(1).complete(null));
        test.turnUntilIdle();
        assertThat(calls).contains("1 sent");
    }

    @Test
    void aStreamThatFailsIsTold() {
        respond(1, BodyStream.of(() -> Future.failed(new IOException("disk"))));
        assertThat(calls).contains("1 failed: disk").endsWith("stepped");
    }

    @Test
    void whatBeginsAnAnswerWaitsForTheTransport() {
        transport.block();
        respond(1, Body.of(new byte[WINDOW]));
        transport.write(ByteBuffer.allocate(1)); // over the high water mark
        Runnable one = () -> calls.add("one");
        Runnable two = () -> calls.add("two");
        test.inTask(() -> {
            out.whenWritable(one);
            out.whenWritable(two);
            out.forget(one);
        });
        assertThat(calls).doesNotContain("one", "two");
        transport.unblock();
        test.inTask(out::resume);
        assertThat(calls).contains("two").doesNotContain("one");
    }

    @Test
    void nothingIsWrittenAfterTheEnd() {
        test.inTask(() -> out.step(() -> {
            out.end();
            codec.ping(1, out.queue());
        }));
        assertThat(transport.isOutputShut()).isTrue();
        assertThat(calls).doesNotContain("broken");
    }

    @Test
    void anActionThatThrowsIsTold() {
        test.inTask(() -> out.step(() -> {
            throw new IllegalStateException("for the test");
        }));
        assertThat(calls).containsExactly("broken: for the test", "stepped");
    }

    /** Each is a frame, with its header: a quarter of a million of them would take a turn of their own. */
    @Test
    void ofSmallPiecesOnlySomeAreSentInATurn() throws Exception {
        int[] reads = {0};
        respond(1, BodyStream.of(() -> {
            reads[0]++;
            return Future.completed(ByteBuffer.allocate(1));
        }));
        assertThat(reads[0]).isBetween(500, 1_100);
        test.turn();
        assertThat(reads[0]).isBetween(1_500, 2_200);
    }
}
