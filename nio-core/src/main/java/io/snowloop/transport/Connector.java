package io.snowloop.transport;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens connections, by name or by address.
 *
 * <p>A name may have several addresses, and some of them may not answer. They are tried in turn, alternating between IPv6
 * and IPv4. Each attempt starts when the one before it has failed or has taken {@code stagger}; the first that connects
 * wins and the others are closed: RFC 8305, "Happy Eyeballs".
 *
 * @param resolver turns names into addresses
 * @param stagger how long after an attempt the next one starts (RFC 8305 §8: 250 ms)
 * @param marks for the transports
 */
public record Connector(Resolver resolver, Duration stagger, WaterMarks marks) {
    /** The JDK's look-up, RFC 8305's stagger, the usual water marks. */
    public static Connector create() {
        return new Connector(Resolver.system(), Duration.ofMillis(250), WaterMarks.DEFAULT);
    }

    /**
     * Connects, on the loop's thread. {@link Protocol#connected} is called before the future completes.
     *
     * @param address a Unix-domain address or a TCP one; an unresolved {@link InetSocketAddress} is looked up
     * @param timeout for the look-up and all attempts together
     * @return fails with {@link ConnectTimeoutException}, with {@link java.net.UnknownHostException}, with the error of
     *     the last attempt (those of the others are suppressed ones of it), or with what {@link Protocol#connected} threw;
     *     to cancel it, or a future derived from it, closes what is open
     */
    public Future<Transport> connect(EventLoop loop, SocketAddress address, Duration timeout, Protocol protocol) {
        Reactor reactor = loop.reactor();
        reactor.checkThread();
        ConnectRace race = new ConnectRace(this, reactor, address, protocol);
        return race.start(timeout);
    }

    Future<List<SocketAddress>> addresses(Scheduler loop, SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            return resolve(loop, inet.getHostString()).map(found -> interleave(found, inet.getPort()));
        }
        return Future.completed(List.of(address));
    }

    private Future<List<InetAddress>> resolve(Scheduler loop, String host) {
        try {
            return resolver.resolve(loop, host);
        } catch (RuntimeException e) { // its executor may refuse: a failed connection like any other
            return Future.failed(new IOException("cannot look up " + host + ": " + e, e));
        }
    }

    /** RFC 8305 §4: the families alternate, beginning with that of the first address. */
    static List<SocketAddress> interleave(List<InetAddress> found, int port) {
        List<InetAddress> preferred = new ArrayList<>();
        List<InetAddress> others = new ArrayList<>();
        Class<?> family = found.get(0).getClass();
        found.forEach(address -> (address.getClass() == family ? preferred : others).add(address));
        List<SocketAddress> mixed = new ArrayList<>();
        for (int i = 0; i < Math.max(preferred.size(), others.size()); i++) {
            if (i < preferred.size()) {
                mixed.add(new InetSocketAddress(preferred.get(i), port));
            }
            if (i < others.size()) {
                mixed.add(new InetSocketAddress(others.get(i), port));
            }
        }
        return mixed;
    }
}
