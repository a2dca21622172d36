// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.future.Future.completed;
import static io.snowloop.server.TestClient.GET;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.testing.TestTransport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A connection whose step begins inside of a step of another one, because code of the application is called there. They
 * encode into one queue, and no byte may go to the wrong peer.
 */
class InterleavedStepsTest {
    private static final String CRLF_GET = GET.replace("\n", "\r\n");
    private static final String EXPECTING =
            "POST /other HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";

    /** The first of two pipelined answers waits in the queue when the handler is called for the second request. */
    @Test
    void aServerThatIsDrainedByAHandler() {
        TestClient[] client = new TestClient[1];
        int[] calls = {0};
        Handler handler = request -> {
            if (++calls[0] == 3) {
                client[0].server.drain();
            }
            return completed(Response.text("secret"));
        };
        try (TestClient one = new TestClient(handler)) {
            client[0] = one;
            TestTransport other =
                    TestTransport.connect(one.test, new ServerConnection(one.server, ProxyHeader.NO_ADDRESSES));
            other.send(CRLF_GET);
            other.takeWritten();

            one.sendExactly(GET + GET);

            assertThat(other.takeWritten()).isEmpty();
            assertThat(other.isOutputShut()).isTrue();
            assertThat(one.statusLines()).isEqualTo("HTTP/1.1 200 OK\n".repeat(2));
        }
    }

    @Test
    void aHandlerThatReadsTheBodyOfAnotherRequest() {
        List<BodyStream> bodies = new ArrayList<>();
        Handler handler = request -> {
            if (request.path().equals("/other")) {
                bodies.add(request.body().stream());
                return Scheduler.current().newPromise();
            }
            if (request.path().equals("/read")) {
                bodies.get(0).read();
            }
            return completed(Response.text("secret"));
        };
        try (TestClient one = new TestClient(handler)) {
            TestTransport other =
                    TestTransport.connect(one.test, new ServerConnection(one.server, ProxyHeader.NO_ADDRESSES));
            other.send(EXPECTING);

            one.sendExactly(GET + GET.replace("GET /", "GET /read"));

            assertThat(other.takeWritten()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(one.statusLines()).isEqualTo("HTTP/1.1 200 OK\n".repeat(2));
        }
    }

    /** The head of an answer waits in the queue when its body is read for the first time. */
    @Test
    void aStreamThatReadsTheBodyOfAnotherRequest() {
        List<BodyStream> bodies = new ArrayList<>();
        Handler handler = request -> {
            if (request.path().equals("/other")) {
                bodies.add(request.body().stream());
                return Scheduler.current().newPromise();
            }
            return completed(Response.stream(BodyStream.of(() -> first(bodies)), "a/b"));
        };
        try (TestClient one = new TestClient(handler)) {
            TestTransport other =
                    TestTransport.connect(one.test, new ServerConnection(one.server, ProxyHeader.NO_ADDRESSES));
            other.send(EXPECTING);

            one.send(GET);

            assertThat(other.takeWritten()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            other.send("hello");
            assertThat(one.answer()).startsWith("HTTP/1.1 200 OK\n").endsWith("\n5\nhello\n0\n\n");
        }
    }

    private static Future<ByteBuffer> first(List<BodyStream> bodies) {
        return bodies.isEmpty() ? completed(null) : bodies.remove(0).read();
    }

    /** What cannot be written any more must not stay in the queue. */
    @Test
    void aHandlerThatAbortsItsServer() {
        TestClient[] client = new TestClient[1];
        Handler handler = request -> {
            if (request.path().equals("/abort")) {
                client[0].server.abort();
            }
            return completed(Response.text("secret"));
        };
        try (TestClient one = new TestClient(handler);
                TestClient unused = new TestClient(handler)) {
            client[0] = one;
            one.sendExactly(GET + GET.replace("GET /", "GET /abort"));
            assertThat(one.socket.isAborted()).isTrue();
            assertThat(one.server.context().out().isEmpty()).isTrue();
            unused.send(GET);
            assertThat(unused.statusLines()).isEqualTo("HTTP/1.1 200 OK\n");
        }
    }
}
