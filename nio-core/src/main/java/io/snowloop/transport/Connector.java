// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.options.Bounds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Opens connections, by name or by address. Immutable.
 *
 * <p>A name may have several addresses, and some of them may not answer. They are tried in turn, alternating between IPv6
 * and IPv4; of more than 64, the first 64. An attempt starts when the one before it fails, or {@link #attemptDelay} after it. The
 * first that connects wins, and the others are closed: RFC 8305, "Happy Eyeballs".
 */
public final class Connector {
    /** Every setting at its default. */
    public static final Connector DEFAULT = builder().build();

    /** Its owner decides how many a name has, over TCP 4,000. Those that fail at once do so in one turn, each with an exception that is kept. */
    private static final int MOST_ADDRESSES = 64;

    private final Resolver resolver;
    private final Duration attemptDelay;
    private final WaterMarks marks;
    private final ConnectObserver observer;

    private Connector(Builder builder) {
        this.resolver = builder.resolver;
        this.attemptDelay = builder.attemptDelay;
        this.marks = builder.marks;
        this.observer = builder.observer;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return what turns names into addresses} */
    public Resolver resolver() {
        return resolver;
    }

    /** {@return how long after an attempt the next one starts, if the first has not ended} */
    public Duration attemptDelay() {
        return attemptDelay;
    }

    /** {@return the water marks of each connection's write queue} */
    public WaterMarks marks() {
        return marks;
    }

    /** {@return what sees the steps of each connection} */
    public ConnectObserver observer() {
        return observer;
    }

    /**
     * Connects, on the loop's thread. {@link Protocol#connected} is called before the future completes.
     * @param loop of the connection
     * @param address a Unix-domain address or a TCP one; an unresolved {@link InetSocketAddress} is looked up
     * @param timeout for the look-up and all attempts together. If it is over while the result of the look-up waits in the
     *     loop's queue, because the loop was busy, the attempts get this time once more.
     * @param protocol gets the events of the connection
     * @return fails with {@link ConnectTimeoutException}, with {@link java.net.UnknownHostException}, with the error of the
     *     last attempt (those of the others are suppressed ones of it), or with what {@link Protocol#connected} threw; to
     *     cancel it, or a future derived from it, closes what is open
     */
    public Future<Transport> connect(Scheduler loop, SocketAddress address, Duration timeout, Protocol protocol) {
        Reactor reactor = Reactor.of(loop);
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(protocol, "protocol");
        reactor.checkThread();
        ConnectRace race = new ConnectRace(this, reactor, address, protocol);
        return race.start(timeout);
    }

    Future<List<InetAddress>> lookUp(Scheduler loop, String host) {
        try {
            return Objects.requireNonNull(resolver.resolve(loop, host), "the resolver has returned null");
        } catch (Throwable e) { // the resolver may be anyone's: a failed connection like any other
            return Future.failed(new IOException("cannot look up " + host + ": " + e, e));
        }
    }

    /** Of the addresses of a name, those that are worth to be remembered: all, or those that are tried. */
    static List<InetAddress> worthKeeping(List<InetAddress> found) {
        return found.size() > MOST_ADDRESSES ? interleave(found) : List.copyOf(found);
    }

    static List<SocketAddress> interleave(List<InetAddress> found, int port) {
        return interleave(found).stream()
                .<SocketAddress>map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /** RFC 8305 §4: the families alternate, beginning with that of the first address. */
    private static List<InetAddress> interleave(List<InetAddress> found) {
        List<InetAddress> preferred = new ArrayList<>();
        List<InetAddress> others = new ArrayList<>();
        Class<?> family = found.get(0).getClass();
        found.forEach(address -> (address.getClass() == family ? preferred : others).add(address));
        List<InetAddress> mixed = new ArrayList<>();
        for (int i = 0; i < Math.max(preferred.size(), others.size()) && mixed.size() < MOST_ADDRESSES; i++) {
            if (i < preferred.size()) {
                mixed.add(preferred.get(i));
            }
            if (i < others.size()) {
                mixed.add(others.get(i));
            }
        }
        return mixed;
    }

    /** Sets up a connector. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private Resolver resolver = Resolver.system();
        private Duration attemptDelay = Duration.ofMillis(250);
        private WaterMarks marks = WaterMarks.DEFAULT;
        private ConnectObserver observer = ConnectObserver.NONE;

        private Builder() {}

        private Builder(Connector connector) {
            this.resolver = connector.resolver;
            this.attemptDelay = connector.attemptDelay;
            this.marks = connector.marks;
            this.observer = connector.observer;
        }

        /**
         * Sets what turns names into addresses.
         * @param resolver default: {@link Resolver#system}
         * @return this builder
         */
        public Builder resolver(Resolver resolver) {
            this.resolver = Objects.requireNonNull(resolver, "resolver");
            return this;
        }

        /**
         * Sets how long after an attempt the next one starts, if the first has not ended.
         * @param delay not negative; default: 250 ms, as RFC 8305 §8 recommends; zero starts it in the next turn
         * @return this builder
         */
        public Builder attemptDelay(Duration delay) {
            this.attemptDelay = Bounds.notNegative("attemptDelay", delay);
            return this;
        }

        /**
         * Sets the water marks of each connection's write queue.
         * @param marks default: {@link WaterMarks#DEFAULT}
         * @return this builder
         */
        public Builder marks(WaterMarks marks) {
            this.marks = Objects.requireNonNull(marks, "marks");
            return this;
        }

        /**
         * Sets what sees the steps of each connection.
         * @param observer default: {@link ConnectObserver#NONE}
         * @return this builder
         */
        public Builder observer(ConnectObserver observer) {
            this.observer = Objects.requireNonNull(observer, "observer");
            return this;
        }

        /** {@return a connector with these settings} */
        public Connector build() {
            return new Connector(this);
        }
    }
}
