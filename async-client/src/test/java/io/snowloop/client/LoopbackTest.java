// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.Threads;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real sockets, with real threads. */
class LoopbackTest {
    private final EventLoop loop = EventLoop.open();

    LoopbackTest() throws IOException {}

    @AfterEach
    void close() {
        loop.close();
    }

    /** A server on the loop that answers every request with its path. */
    private static Acceptor serve(EventLoop loop, SocketAddress address) throws IOException {
        return Acceptor.listen(loop, address, 1_000, channel -> open(loop, channel));
    }

    private static void open(EventLoop loop, SocketChannel channel) {
        try {
            SocketTransport.open(loop, channel, new PathServer(), WaterMarks.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class PathServer extends RecordingProtocol {
        private int taken;

        @Override
        protected void onReceived(byte[] piece) {
            for (int end = text().indexOf("\r\n\r\n", taken); end >= 0; end = text().indexOf("\r\n\r\n", taken)) {
                String path = text().substring(text().indexOf('/', taken), text().indexOf(" HTTP", taken));
                taken = end + 4;
                write("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
            }
        }

        @Override
        protected void onEnded() {
            transport.close();
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static String url(Acceptor server) {
        return "http://127.0.0.1:" + ((InetSocketAddress) server.address()).getPort() + "/";
    }

    @Test
    void fetchesFromAServerOnTheSameLoop() throws IOException {
        Acceptor server = serve(loop, anyPort());
        Fetcher fetcher = Fetcher.on(
                loop,
                FetcherOptions.builder().maxPerOrigin(50).maxConnections(50).build());
        AtomicInteger right = new AtomicInteger();
        for (int i = 0; i < 500; i++) {
            String path = "/" + i;
            fetcher.fetch(Request.get(url(server) + i))
                    .onComplete((response, error) ->
                            right.addAndGet(error == null && response.text().equals(path) ? 1 : 0));
        }
        fetcher.run();
        assertThat(right).hasValue(500);
        assertThat(fetcher.connections()).isEqualTo(50);
        fetcher.close();
        assertThat(loop.isClosed()).isFalse();
    }

    @Test
    void mayBeAskedFromAnyThreadWhileItsLoopRunsOnAnother() throws Exception {
        Acceptor server = serve(loop, anyPort());
        Fetcher fetcher = Fetcher.on(loop);
        Thread runner = Threads.start("loop", loop::run);
        List<Thread> callers = new ArrayList<>();
        AtomicInteger right = new AtomicInteger();
        for (int t = 0; t < 4; t++) {
            String prefix = "thread" + t + "-";
            callers.add(Threads.start(prefix, () -> {
                for (int i = 0; i < 200; i++) {
                    if (await(fetcher.fetch(Request.get(url(server) + prefix + i)))
                            .equals("/" + prefix + i)) {
                        right.incrementAndGet();
                    }
                }
            }));
        }
        for (Thread caller : callers) {
            Threads.awaitEnd(caller);
        }
        assertThat(right).hasValue(800);
        fetcher.close();
        loop.submit(() -> Future.completed(fetcher.inFlight())).await();
        loop.stop();
        Threads.awaitEnd(runner);
    }

    private static String await(Future<Response> response) {
        try {
            return response.await().text();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFetcherWithALoopOfItsOwnRunsItAndClosesIt() throws Exception {
        Acceptor server = serve(loop, anyPort());
        Thread runner = Threads.start("server", loop::run);
        Fetcher fetcher = Fetcher.create();
        Future<Response> fetch = fetcher.fetch(Request.get(url(server) + "hello"));
        fetcher.run();
        assertThat(fetch.resultNow().text()).isEqualTo("/hello");
        fetcher.close();
        fetcher.close();
        assertThat(((EventLoop) fetcher.loop()).isClosed()).isTrue();
        loop.stop();
        Threads.awaitEnd(runner);
    }

    @Test
    void awaitOnAThreadThatShouldRunTheFetcherFailsAndSaysWhatToCall() throws Exception {
        Acceptor server = serve(loop, anyPort());
        Thread runner = Threads.start("server", loop::run);
        try (Fetcher fetcher = Fetcher.create()) {
            Future<Response> fetch = fetcher.fetch(Request.get(url(server) + "hello"));
            assertThatIllegalStateException()
                    .isThrownBy(fetch::await)
                    .withMessageContaining("is not running and belongs to this thread")
                    .withMessageContaining("Fetcher.run()");

            fetcher.run();
            assertThat(fetch.await().text()).isEqualTo("/hello");
        }
        loop.stop();
        Threads.awaitEnd(runner);
    }

    @Test
    void aFetcherWithALoopOfItsOwnCannotBeClosedWhileThatRuns() throws Exception {
        Fetcher fetcher = Fetcher.create();
        EventLoop own = (EventLoop) fetcher.loop();
        Future<?> closing = own.submit(() -> {
            fetcher.close();
            return Future.completed("closed");
        });
        fetcher.run();
        assertThat(closing.outcome().error())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a callback can't close the Fetcher whose loop runs it");
        fetcher.close();
        assertThat(own.isClosed()).isTrue();
    }

    @Test
    void goesViaAUnixDomainSocketWhateverTheUrlSays(@TempDir Path directory) throws IOException {
        SocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
        serve(loop, address);
        Fetcher fetcher =
                Fetcher.on(loop, FetcherOptions.builder().connectTo(address).build());
        Future<Response> fetch = fetcher.fetch(Request.get("http://any.example/path"));
        fetcher.run();
        assertThat(fetch.resultNow().text()).isEqualTo("/path");
        fetcher.close();
    }

    @Test
    void aNameIsLookedUpBesideTheLoop() throws IOException {
        Acceptor server = serve(loop, anyPort());
        Fetcher fetcher = Fetcher.on(loop);
        Future<Response> fetch = fetcher.fetch(Request.get(url(server).replace("127.0.0.1", "localhost") + "x"));
        fetcher.run();
        assertThat(fetch.resultNow().text()).isEqualTo("/x");
        fetcher.close();
    }

    @Test
    void aCallbackThatClosesItsOwnFetcherIsRefusedAndNothingIsClosed() throws Exception {
        try (EventLoopGroup group = EventLoopGroup.start(1);
                Fetcher fetcher = Fetcher.create()) {
            EventLoop serving = group.next();
            Acceptor server = serving.submit(() -> Future.completed(serve(serving, anyPort())))
                    .await();
            List<String> bodies = new ArrayList<>();
            fetcher.fetch(url(server)).onComplete((response, error) -> {
                assertThatIllegalStateException()
                        .isThrownBy(fetcher::close)
                        .withMessageContaining("call close() after run() has returned");
                fetcher.fetch(url(server)).onComplete((second, failure) -> bodies.add(second.text()));
            });

            fetcher.run();

            assertThat(bodies).containsExactly("/");
        }
    }
}
