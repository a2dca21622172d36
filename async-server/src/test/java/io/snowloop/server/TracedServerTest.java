// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopEvent;
import io.snowloop.trace.LoopTrace;
import io.snowloop.trace.TraceRecord;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** In the trace of a server's loop, a request's handler has a name. */
class TracedServerTest {
    @Test
    void theHandlerOfARequestIsNamedByIt() throws IOException {
        List<TraceRecord> records = recordsOf("GET /report?token=secret HTTP/1.1\r\nHost: a\r\n\r\n", "");

        assertThat(records)
                .filteredOn(record -> record.event() == LoopEvent.CALL)
                .singleElement()
                .extracting(TraceRecord::owner)
                .isEqualTo("handler GET /report");
        assertThat(records)
                .extracting(TraceRecord::event)
                .as("the handler's part ends before the callback of the channel does")
                .containsSubsequence(LoopEvent.READY, LoopEvent.CALL, LoopEvent.END, LoopEvent.END);
        assertThat(records)
                .filteredOn(record -> record.event() == LoopEvent.READY && record.value() == 1)
                .extracting(TraceRecord::owner)
                .contains("ServerConnection");
    }

    @Test
    void soIsTheTaskInWhichItGoesOnOnceTheBodyIsThere() throws IOException {
        List<TraceRecord> records = recordsOf("POST /report HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na", "b");

        assertThat(records)
                .filteredOn(record -> record.event() == LoopEvent.TASK)
                .extracting(TraceRecord::owner)
                .contains("handler POST /report");
    }

    /** The trace of a server that is sent a request, in two parts, up to its view. */
    private static List<TraceRecord> recordsOf(String first, String second) throws IOException {
        AtomicBoolean called = new AtomicBoolean();
        View view = request -> {
            called.set(true);
            return Response.text("done");
        };
        try (EventLoop loop = EventLoop.open(EventLoopOptions.builder()
                        .observer(LoopTrace.ofCapacity(1024))
                        .build());
                Server server = Server.of(new Snow().get("/report", view).post("/report", view))
                        .on(loop)
                        .listen("127.0.0.1", 0);
                SocketChannel client = SocketChannel.open(new InetSocketAddress("127.0.0.1", server.port()))) {
            client.write(ByteBuffer.wrap(first.getBytes(StandardCharsets.US_ASCII)));
            loop.runWhile(() -> LoopTrace.of(loop).recording().records().stream()
                    .noneMatch(record -> record.event() == LoopEvent.CALL));
            client.write(ByteBuffer.wrap(second.getBytes(StandardCharsets.US_ASCII)));
            loop.runWhile(() -> !called.get());
            return LoopTrace.of(loop).recording().records();
        }
    }
}
