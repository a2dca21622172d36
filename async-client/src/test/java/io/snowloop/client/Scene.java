// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.Reports;
import io.snowloop.testing.Segmentation;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.UnaryOperator;

/**
 * A fetcher on a simulated network, and a server whose bytes the test writes. All of it runs in virtual time, on the test's
 * thread. {@link #close} checks that nothing is left: no fetch, connection, timer, socket, or exception.
 */
final class Scene implements AutoCloseable {
    static final String SERVER = "10.0.0.1";
    static final String URL = "http://10.0.0.1/";

    final Simulation simulation;
    final EventLoop loop;
    final EventLoop serverLoop;
    final Reports reports = new Reports();
    final Fetcher fetcher;

    /** The connections that were accepted, in their order. */
    final List<Peer> peers = new ArrayList<>();

    /** Makes the server's response from the head of a request; null if the test responds itself. */
    UnaryOperator<String> answers;

    private final List<Acceptor> acceptors = new ArrayList<>();

    Scene() {
        this(FetcherOptions.DEFAULT);
    }

    Scene(FetcherOptions options) {
        this(new Simulation(1), options);
    }

    Scene(Simulation simulation, FetcherOptions options) {
        this.simulation = simulation;
        loop = open("10.0.0.2");
        serverLoop = open(SERVER);
        fetcher = Fetcher.on(loop, options);
        listen(80);
    }

    private EventLoop open(String host) {
        try {
            return simulation.add(EventLoop.open(simulation.options(host).toBuilder()
                    .exceptionHandler(reports)
                    .build()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Accepts connections to one more port. */
    void listen(int port) {
        try {
            acceptors.add(Acceptor.listen(
                    serverLoop, new InetSocketAddress(SERVER, port), 20_000, channel -> accept(channel)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Accepts no more connections: they are refused. */
    void refuseConnections() {
        acceptors.forEach(Acceptor::close);
        acceptors.clear();
    }

    private void accept(SocketChannel channel) {
        Peer peer = new Peer();
        peers.add(peer);
        try {
            SocketTransport.open(serverLoop, channel, peer, WaterMarks.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ------------------------------------------------------------------------------------------- actions of a test

    Future<Response> get() {
        return fetch(Request.get(URL));
    }

    Future<Response> fetch(Request request) {
        Future<Response> response = fetcher.fetch(request);
        settle();
        return response;
    }

    /** A response whose body has not been read. */
    Response head(Request request, String answer) {
        Future<Response> response = fetcher.handle(request);
        settle();
        peer().send(answer);
        return response.resultNow();
    }

    /** A head and the beginning of its body, which arrive together. */
    Response headExactly(Request request, String answer) {
        Future<Response> response = fetcher.handle(request);
        settle();
        peer().sendExactly(answer);
        return response.resultNow();
    }

    /** All of a response's body. */
    Body.Bytes collect(Response response) {
        Future<Body.Bytes> bytes = response.body().collect(1 << 20);
        settle();
        return bytes.resultNow();
    }

    /** Whatever can happen now, happens. */
    void settle() {
        simulation.runFor(Duration.ZERO);
    }

    void pass(Duration time) {
        simulation.runFor(time);
    }

    /** Does something on the fetcher's loop. */
    void onLoop(Runnable action) {
        loop.execute(action);
        settle();
    }

    /** The server's end of the connection that was opened last. */
    Peer peer() {
        return peers.get(peers.size() - 1);
    }

    /** What a future failed with. */
    static Throwable error(Future<?> future) {
        assertThat(future.isDone()).as("done").isTrue();
        return future.outcome().error();
    }

    /** Closes the fetcher and checks that nothing is left of it. */
    @Override
    public void close() {
        fetcher.close();
        settle();
        assertNothingUnderWay();
        assertThat(loop.pendingTimers()).as("timers").isZero();
        assertThat(fetcher.connections()).as("connections").isZero();
        refuseConnections();
        simulation.run();
        reports.assertNone();
        assertThat(simulation.leftovers()).isEmpty();
        simulation.close();
    }

    void assertNothingUnderWay() {
        assertThat(fetcher.inFlight()).as("in flight").isZero();
    }

    /** The server's end of a connection. It closes when the client does. */
    final class Peer extends RecordingProtocol {
        /** What is still to be sent, a segment each: the next one when the one before has arrived. */
        private final Queue<String> unsent = new ArrayDeque<>();

        private int taken;

        /**
         * Sends text, in which a line end stands for CRLF, in the segments of the current {@link Segmentation}. Each of
         * them arrives before the next one is sent.
         */
        void send(String text) {
            sendBytes(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Sends text, in which a line end stands for CRLF, in one segment. */
        void sendExactly(String text) {
            write(text.replace("\n", "\r\n"));
            settle();
        }

        /** Sends bytes, in the segments of the current {@link Segmentation}. */
        void sendBytes(byte[] bytes) {
            for (String segment : Segmentation.current().segments(new String(bytes, StandardCharsets.ISO_8859_1))) {
                write(segment);
                settle();
            }
        }

        @Override
        public void write(String text) {
            transport.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        }

        void end() {
            transport.close();
            settle();
        }

        void reset() {
            transport.abort();
            settle();
        }

        /** What was received since the last call, with LF as line end. */
        String take() {
            String all = text();
            String rest = all.substring(taken);
            taken = all.length();
            return rest.replace("\r\n", "\n");
        }

        @Override
        protected void onReceived(byte[] piece) {
            if (answers != null) {
                for (int end = text().indexOf("\r\n\r\n", taken); end >= 0; end = text().indexOf("\r\n\r\n", taken)) {
                    String head = text().substring(taken, end);
                    taken = end + 4;
                    String answer = answers.apply(head);
                    if (answer == null) {
                        transport.close();
                        return;
                    }
                    answer(answer.replace("\n", "\r\n"));
                }
            }
        }

        private void answer(String text) {
            boolean waiting = !unsent.isEmpty();
            unsent.addAll(Segmentation.current().segments(text));
            if (!waiting) {
                answerOn();
            }
        }

        /** A segment a turn. Whatever the client does with it, it does before the server's loop turns again. */
        private void answerOn() {
            write(unsent.remove());
            if (!unsent.isEmpty()) {
                serverLoop.execute(this::answerOn);
            }
        }

        @Override
        protected void onEnded() {
            transport.close();
        }
    }
}
