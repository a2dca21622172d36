package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.Reports;
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
import java.util.ArrayList;
import java.util.List;
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

    /** Runs all that is due now. */
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
        private int taken;

        /** Sends text. A line end in it stands for CRLF. */
        void send(String text) {
            sendExactly(text.replace("\n", "\r\n"));
        }

        void sendExactly(String text) {
            give(text);
            settle();
        }

        /** Sends text, and waits after each byte until it has arrived. */
        void sendByteByByte(String text) {
            text.replace("\n", "\r\n").chars().forEach(c -> sendExactly(Character.toString(c)));
        }

        private void give(String text) {
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
                    give(answer.replace("\n", "\r\n"));
                }
            }
        }

        @Override
        protected void onEnded() {
            transport.close();
        }
    }
}
