// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.transport.Connector;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong in the article's NoBlockIO, and is right in ours. Each test has the name of a flaw. */
class NoBlockIOFlawsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final List<String> called = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final List<Throwable> reported = new ArrayList<>();
    private EventLoop loop;
    private NoBlockIO io;

    @BeforeEach
    void open() throws Exception {
        loop = EventLoop.open(EventLoopOptions.builder()
                .exceptionHandler((error, source) -> reported.add(error))
                .build());
        io = noBlockIO(Connector.DEFAULT, Duration.ofSeconds(30));
    }

    private NoBlockIO noBlockIO(Connector connector, Duration limit) {
        NoBlockIO made = new NoBlockIO(loop, connector, limit);
        made.onError((info, error) -> failures.add(error));
        return made;
    }

    @AfterEach
    void close() {
        io.close();
    }

    private void get(PlainServer server, String path) {
        io.addRequest("127.0.0.1", server.port(), path, response -> called.add(response.text()));
    }

    @Test
    void oneRecvTakenForTheResponse() throws Exception {
        String large = "x".repeat(1_000_000);
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + large;
        try (PlainServer server = PlainServer.sending(response)) {
            get(server, "/");
            io.run();
        }
        assertThat(called).containsExactly(large);
    }

    @Test
    void aResponseThatComesByteByByte() throws Exception {
        try (PlainServer server = PlainServer.start((request, peer) -> peer.sendByteByByte(OK))) {
            get(server, "/");
            io.run();
        }
        assertThat(called).containsExactly("ok");
    }

    @Test
    void uncheckedSend() throws Exception {
        String path = "/" + "x".repeat(16 * 1024 * 1024);
        try (PlainServer server = PlainServer.sending(OK)) {
            get(server, path);
            io.run();
            assertThat(failures).isEmpty();
            assertThat(server.requests().get(0))
                    .hasSizeGreaterThan(path.length())
                    .startsWith("GET " + path + " ");
        }
        assertThat(called).containsExactly("ok");
    }

    @Test
    void writableTakenForConnected() throws Exception {
        int nobody = PlainServer.portOfNobody();
        try (PlainServer server = PlainServer.sending(OK)) {
            io.addRequest("127.0.0.1", nobody, "/", response -> called.add("nobody answered"));
            get(server, "/");
            io.run();
        }
        assertThat(called).containsExactly("ok");
        assertThat(failures).singleElement().isInstanceOf(ConnectException.class);
    }

    @Test
    void versionInLowerCaseAndHostWithoutItsPort() throws Exception {
        try (PlainServer server = PlainServer.sending(OK)) {
            get(server, "/");
            io.run();
            assertThat(server.requests().get(0))
                    .startsWith("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n");
        }
    }

    @Test
    void socketsThatAreNeverClosed() throws Exception {
        try (PlainServer server = PlainServer.sending(OK)) {
            get(server, "/");
            io.run();
            server.awaitEnd();
        }
        assertThat(called).containsExactly("ok");
    }

    @Test
    void aCallbackThatThrowsEndsTheLoop() throws Exception {
        IllegalStateException thrown = new IllegalStateException("a bug in a callback");
        try (PlainServer server = PlainServer.sending(OK)) {
            io.addRequest(
                    "127.0.0.1",
                    server.port(),
                    "/",
                    response -> {
                        throw thrown;
                    },
                    response -> called.add("second callback"));
            get(server, "/");
            io.run();
        }
        assertThat(called).containsExactlyInAnyOrder("second callback", "ok");
        assertThat(reported).containsExactly(thrown);
    }

    @Test
    void noTimeOutAtAll() throws Exception {
        io = noBlockIO(Connector.DEFAULT, Duration.ofMillis(50));
        try (PlainServer server = PlainServer.silent()) {
            get(server, "/never");
            io.run();
            server.awaitEnd();
        }
        assertThat(failures).singleElement().isInstanceOf(TimeoutException.class);
    }

    @Test
    void aPollOfFiftyMilliseconds() throws Exception {
        Promise<String> asked = loop.newPromise();
        try (PlainServer server = PlainServer.start((request, peer) -> asked.complete(request))) {
            get(server, "/never");
            loop.runUntil(asked);
            while (loop.timeToWait() == 0) {
                loop.runOnce();
            }
            assertThat(Duration.ofNanos(loop.timeToWait())).isGreaterThan(Duration.ofMillis(50));
        }
    }

    @Test
    void anEndOfStreamTakenForAResponse() throws Exception {
        try (PlainServer server = PlainServer.start((request, peer) -> peer.close())) {
            get(server, "/");
            io.run();
        }
        assertThat(called).isEmpty();
        assertThat(failures).hasSize(1);
    }

    @Test
    void aResetEndsTheLoop() throws Exception {
        try (PlainServer server = PlainServer.resetting("/reset", OK)) {
            get(server, "/reset");
            get(server, "/");
            io.run();
        }
        assertThat(called).containsExactly("ok");
        assertThat(failures).hasSize(1);
    }

    @Test
    void aNameLookUpThatBlocksAllOthers() throws Exception {
        Connector connector = Connector.builder()
                .resolver((loop, host) -> host.equals("slow.example")
                        ? new Promise<>(loop)
                        : Future.completed(List.of(InetAddress.getLoopbackAddress())))
                .build();
        io = noBlockIO(connector, Duration.ofMillis(500));
        try (PlainServer server = PlainServer.sending(OK)) {
            io.addRequest("slow.example", 80, "/", response -> called.add("slow.example"));
            io.addRequest("fast.example", server.port(), "/", response -> called.add("fast.example"));
            io.run();
        }
        assertThat(called).containsExactly("fast.example");
        assertThat(failures).singleElement().isInstanceOf(TimeoutException.class);
    }

    @Test
    void selectsLimitOf1024Sockets() throws Exception {
        int count = 1_100;
        assumeTrue(openFilesAllowed() > 3L * count, "needs more open files than this machine allows (ulimit -n)");
        ConcurrentLinkedQueue<PlainServer.Peer> peers = new ConcurrentLinkedQueue<>();
        try (PlainServer server = PlainServer.start((request, peer) -> {
            peers.add(peer);
            if (peers.size() == count) { // all of them are open at once; only now do they get their answers
                peers.forEach(each -> each.send(OK));
            }
        })) {
            for (int i = 0; i < count; i++) {
                get(server, "/" + i);
            }
            io.run();
        }
        assertThat(called).hasSize(count).containsOnly("ok");
    }

    private static long openFilesAllowed() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    @Test
    void aBodyOfAnyBytes() throws Exception {
        List<Response> responses = new ArrayList<>();
        try (PlainServer server = PlainServer.sending("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\u00ff\u0000\r\n")) {
            io.addRequest("127.0.0.1", server.port(), "/", responses::add);
            io.run();
        }
        assertThat(responses.get(0).bytes()).containsExactly(0xff, 0, '\r', '\n');
    }
}
