// SPDX-License-Identifier: Apache-2.0
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.*;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.Promise;
import java.net.*;
import java.util.concurrent.*;

public class Score {
    static final StringBuffer PLAYED = new StringBuffer();

    static void play(String letter) {
        if (PLAYED.append(letter).length() == 7) {
            System.out.println(PLAYED);
            System.exit(0);
        }
    }

    public static void main(String[] args) throws Exception {
        EventLoop loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next();
        Promise<String> promise = loop.newPromise();
        promise.addListener(done -> play("p"));
        Channel ours = new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                        readable(loop, promise);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        loop.schedule(() -> play("T"), 20, TimeUnit.MILLISECONDS);
        loop.execute(() -> begin(loop, ours.localAddress()));
    }

    static void begin(EventLoop loop, SocketAddress ours) {
        loop.execute(() -> play("Q"));
        FutureTask<?> other = new FutureTask<>(() -> {
            loop.execute(() -> play("X"));
            new DatagramSocket().send(new java.net.DatagramPacket(new byte[1], 1, ours));
            return null;
        });
        new Thread(other).start();
        for (long due = System.nanoTime() + 40_000_000; !other.isDone() || System.nanoTime() < due; ) {
            Thread.onSpinWait(); // it blocks the loop: the timer is due then
        }
    }

    static void readable(EventLoop loop, Promise<String> promise) {
        play("S");
        loop.execute(() -> play("q"));
        loop.schedule(() -> play("t"), 0, TimeUnit.NANOSECONDS);
        promise.setSuccess("p");
    }
}
