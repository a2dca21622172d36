// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Body;
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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client whose windows are open, and which takes frames of up to 16 MiB. What the server keeps in memory is bounded all the same. */
class LargeFramesTest {
    private static final int ANSWERS = 64;
    private static final int LARGEST = 16_777_215;

    private final TestLoop test = new TestLoop();
    private final TestTransport transport = TestTransport.connect(test, new RecordingProtocol());
    private final Http2Codec server = new Http2Codec(Role.SERVER, Http2Limits.DEFAULT);
    private final Http2Outflow.Listener listener = mock();
    private final Http2Outflow out = new Http2Outflow(server, new SharedQueue(), listener);

    @BeforeEach
    void begin() {
        out.attach(transport);
        test.inTask(() -> out.step(() -> server.begin(out.queue())));
    }

    @AfterEach
    void close() {
        test.close();
    }

    /** A client that has asked so often. */
    private Http2Codec client(int requests, int maxFrameSize) throws Http2Exception {
        Http2Codec client = new Http2Codec(
                Role.CLIENT,
                Http2Limits.builder()
                        .maxFrameSize(maxFrameSize)
                        .initialWindowSize(Integer.MAX_VALUE)
                        .connectionWindow(Integer.MAX_VALUE)
                        .build());
        ByteQueue queue = new ByteQueue();
        client.begin(queue);
        for (int i = 0; i < requests; i++) {
            client.openStream(new Http2Event.RequestHead(Method.GET, "http", "a", "/", Headers.empty()), 0, queue);
        }
        server.receive(queue.peek());
        while (!(server.next() instanceof Http2Event.Outcome)) {}
        server.keep();
        return client;
    }

    /** Answers all requests in one step. */
    private void answer(int requests, Body body) {
        Outflow.Listener its = mock();
        test.inTask(() -> out.step(() -> {
            for (int stream = 1; stream < 2 * requests; stream += 2) {
                server.sendHead(stream, Status.OK, Headers.empty(), Headers.empty(), body.length(), out.queue());
                new StreamOutflow(out, stream, its).send(body);
            }
        }));
    }

    @ParameterizedTest(name = "bodies of {0} bytes, frames of {1}")
    @CsvSource({"16384, 16384", "1000000, 16384", "50000, 16777215", "1000000, 16777215"})
    void manyAnswersOfOneStepAreNotEncodedAllAtOnce(int length, int maxFrameSize) throws Http2Exception {
        client(ANSWERS, maxFrameSize);
        transport.block();
        answer(ANSWERS, Body.of(new byte[length]));

        assertThat(transport.isWritable()).isFalse();
        assertThat(transport.queued()).as("one write").isLessThan((128 + 64 + 8) * 1024);
    }

    @Test
    void anAnswerIsSentInFramesThatCanBeInterrupted() throws Http2Exception {
        Http2Codec client = client(1, LARGEST);
        answer(1, Body.of(new byte[200_000]));

        client.receive(ByteBuffer.wrap(transport.takeWritten().getBytes(StandardCharsets.ISO_8859_1)));
        List<Integer> frames = new ArrayList<>();
        for (Http2Event event = client.next(); !(event instanceof Http2Event.Outcome); event = client.next()) {
            if (event instanceof Http2Event.Data data) {
                frames.add(data.bytes().remaining());
            }
        }
        assertThat(frames).containsExactly(65_536, 65_536, 65_536, 200_000 - 3 * 65_536);
    }
}
