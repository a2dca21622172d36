// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import io.snowloop.http.Request;
import io.snowloop.loop.EventLoop;
import io.snowloop.testing.RecordingProtocol;
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
import java.util.Arrays;
import java.util.Random;

/** A server that answers every request right, if it answers; and then may do what no server should. */
final class FickleServer extends RecordingProtocol {
    static final int LARGEST_ANSWER = 2_000;

    private static final String STALE = "HTTP/1.1 200 OK\r\nAsked: by nobody\r\nContent-Length: 5\r\n\r\nstale";
    private static final String TIMED_OUT =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    private final EventLoop loop;
    private final Random random;
    private int taken;

    private FickleServer(EventLoop loop, Random random) {
        this.loop = loop;
        this.random = random;
    }

    static Acceptor listen(EventLoop loop, int port, Random random) throws IOException {
        return Acceptor.listen(
                loop, new InetSocketAddress(World.SERVER, port), 50, channel -> open(loop, channel, random));
    }

    private static void open(EventLoop loop, SocketChannel channel, Random random) {
        try {
            SocketTransport.open(loop, channel, new FickleServer(loop, random), WaterMarks.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void onReceived(byte[] piece) {
        String head = text().substring(taken);
        if (head.endsWith("\r\n\r\n")) {
            taken += head.length();
            answer(answerTo(head.split(" ", 3)[1]));
        }
    }

    private static byte[] answerTo(String target) {
        byte[] body = Site.content(Request.get(target));
        byte[] head = ("HTTP/1.1 200 OK\r\n" + Site.ASKED + ": " + target + "\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
    }

    private void answer(byte[] answer) {
        byte[] half = Arrays.copyOf(answer, random.nextInt(answer.length));
        switch (random.nextInt(12)) {
            case 0 -> transport.close();
            case 1 -> transport.abort();
            case 2 -> {
                write(half);
                transport.close();
            }
            case 3 -> {
                write(half);
                transport.abort();
            }
            case 4 -> {
                byte[] stale = STALE.getBytes(StandardCharsets.US_ASCII);
                write(ByteBuffer.allocate(answer.length + stale.length)
                        .put(answer)
                        .put(stale)
                        .array());
            }
            case 5 -> {
                write(answer);
                transport.close();
            }
            case 6 -> {
                write(answer);
                later(transport::close);
            }
            case 7 -> {
                write(answer);
                later(transport::abort);
            }
            case 8 -> {
                write(answer);
                later(() -> write(TIMED_OUT));
                later(transport::close);
            }
            default -> write(answer);
        }
    }

    private void write(byte[] bytes) {
        transport.write(ByteBuffer.wrap(bytes));
    }

    private void later(Runnable action) {
        loop.schedule(Duration.ofMillis(random.nextInt(300)), action);
    }

    @Override
    protected void onEnded() {
        transport.close();
    }
}
