// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.rosetta;

import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.NamedTask;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The score for Snowloop's own loop. The programs for other systems are resources of this package. */
public final class Score implements Protocol {
    // region score
    private final EventLoop loop;
    private final Consumer<String> play;
    private final Runnable others;
    private final Promise<String> promise;

    /** Plays on a connection of the loop. {@code others} blocks the loop until the socket, the timer and another thread are ready. */
    public Score(EventLoop loop, Consumer<String> play, Runnable others) {
        this.loop = loop;
        this.play = play;
        this.others = others;
        this.promise = loop.newPromise();
        promise.onComplete((letter, error) -> play.accept("p"));
    }

    @Override
    public void connected(Transport transport) {
        loop.schedule(Duration.ofMillis(20), task("T"));
        loop.execute(() -> {
            loop.execute(task("Q"));
            others.run();
        });
    }

    @Override
    public void received(ByteBuffer bytes) {
        play.accept("S");
        loop.execute(task("q"));
        loop.schedule(Duration.ZERO, task("t"));
        promise.complete("p");
    }

    private NamedTask task(String letter) {
        return new NamedTask(letter, () -> play.accept(letter));
    }

    public static void main(String[] args) throws Exception {
        StringBuilder played = new StringBuilder();
        try (EventLoop loop = EventLoop.open();
                ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel theirs = SocketChannel.open(server.getLocalAddress())) {
            Runnable others = () -> {
                FutureTask<Integer> other = new FutureTask<>(() -> {
                    loop.execute(() -> played.append("X"));
                    return theirs.write(ByteBuffer.wrap(new byte[] {'!'}));
                });
                new Thread(other).start();
                for (long due = System.nanoTime() + 40_000_000; !other.isDone() || System.nanoTime() < due; ) {
                    Thread.onSpinWait();
                }
            };
            Score score = new Score(loop, played::append, others);
            SocketTransport.open(loop, server.accept(), score, WaterMarks.DEFAULT);
            loop.runWhile(() -> played.length() < 7);
            System.out.println(played);
        }
    }
    // endregion

    @Override
    public void ended() {
        // the program ends before
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        // the same
    }
}
