// SPDX-License-Identifier: Apache-2.0
import io.vertx.core.*;
import java.net.*;
import java.util.concurrent.FutureTask;

public class Score {
    static final StringBuffer PLAYED = new StringBuffer();

    static void play(String letter) {
        if (PLAYED.append(letter).length() == 7) {
            System.out.println(PLAYED);
            System.exit(0);
        }
    }

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        Context loop = vertx.getOrCreateContext();
        loop.runOnContext(none -> vertx.createDatagramSocket()
                .handler(packet -> readable(vertx, loop))
                .listen(0, "127.0.0.1")
                .onSuccess(ours -> {
                    vertx.setTimer(20, timer -> play("T"));
                    loop.runOnContext(later -> begin(loop, ours.localAddress().port()));
                }));
    }

    static void begin(Context loop, int port) {
        loop.runOnContext(none -> play("Q"));
        FutureTask<?> other = new FutureTask<>(() -> {
            loop.runOnContext(none -> play("X"));
            new DatagramSocket().send(new DatagramPacket(new byte[1], 1, new InetSocketAddress("127.0.0.1", port)));
            return null;
        });
        new Thread(other).start();
        for (long due = System.nanoTime() + 40_000_000; !other.isDone() || System.nanoTime() < due; ) {
            Thread.onSpinWait(); // it blocks the loop: the timer is due then
        }
    }

    static void readable(Vertx vertx, Context loop) {
        Promise<String> promise = Promise.promise();
        promise.future().onComplete(done -> play("p"));
        play("S");
        loop.runOnContext(none -> play("q"));
        vertx.setTimer(1, timer -> play("t")); // it takes no 0
        promise.complete("p");
    }
}
