// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Timer;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.loop.channel.ReadyHandler;
import io.snowloop.loop.channel.Registration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call of {@link Connector#connect}: attempts that start one after the other, until one of them connects. */
final class ConnectRace {
    private final Connector connector;
    private final Reactor reactor;
    private final SocketAddress target;
    private final Protocol protocol;
    private final Promise<Transport> promise;
    private final List<Attempt> pending = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();

    /** Null until the addresses are known. */
    private @Nullable Iterator<SocketAddress> untried;

    private @Nullable Timer limit;
    private @Nullable Timer nextAttempt;

    ConnectRace(Connector connector, Reactor reactor, SocketAddress target, Protocol protocol) {
        this.connector = connector;
        this.reactor = reactor;
        this.target = target;
        this.protocol = protocol;
        this.promise = reactor.loop().newPromise();
    }

    Future<Transport> start(Duration timeout) {
        promise.onDone(this::cleanUp);
        if (target instanceof InetSocketAddress name && name.isUnresolved()) {
            limit(timeout, lookUp(name));
        } else {
            limit(timeout, promise);
            tryAll(List.of(target));
        }
        return promise;
    }

    private Future<?> lookUp(InetSocketAddress name) {
        observe(ConnectObserver.Step.LOOK_UP, name);
        Future<List<InetAddress>> lookUp = connector.lookUp(reactor.loop(), name.getHostString());
        promise.onDone(lookUp::cancel);
        lookUp.flatMap(found -> addresses(found, name)).on(reactor.loop()).onComplete((addresses, error) -> {
            if (error != null) {
                promise.fail(error);
            } else {
                tryAll(addresses);
            }
        });
        return lookUp;
    }

    private static Future<List<SocketAddress>> addresses(List<InetAddress> found, InetSocketAddress name) {
        return found.isEmpty()
                ? Future.failed(new UnknownHostException("unknown host: " + name.getHostString()
                        + ": the resolver has found no address, and must fail then"))
                : Future.completed(Connector.interleave(found, name.getPort()));
    }

    /** Fails when the time is over. If the loop was too busy to take the result of the look-up, time starts again. */
    private void limit(Duration timeout, Future<?> lookUp) {
        limit = reactor.loop().schedule(timeout, () -> {
            if (untried == null && lookUp.isDone()) {
                limit(timeout, promise); // once: the look-up may be of another loop, which hangs
            } else {
                promise.fail(new ConnectTimeoutException(
                        "no connection to " + Addresses.describe(target) + " within " + timeout.toMillis() + " ms"));
            }
        });
    }

    private void tryAll(List<SocketAddress> addresses) {
        untried = addresses.iterator();
        next();
    }

    /** Starts the next attempt. When none is left and none is pending, the race fails. */
    private void next() {
        cancel(nextAttempt);
        Iterator<SocketAddress> addresses = Objects.requireNonNull(untried);
        while (!promise.isDone() && addresses.hasNext()) {
            if (begin(addresses.next())) {
                if (addresses.hasNext()) {
                    nextAttempt = reactor.loop().schedule(connector.attemptDelay(), this::next);
                }
                return;
            }
        }
        if (pending.isEmpty() && !failures.isEmpty()) {
            IOException last = failures.remove(failures.size() - 1);
            failures.forEach(last::addSuppressed);
            promise.fail(last);
        }
    }

    /** Starts an attempt. Returns false if it failed at once. */
    private boolean begin(SocketAddress address) {
        SocketChannel channel = null;
        observe(ConnectObserver.Step.ATTEMPT, address);
        try {
            channel = address instanceof UnixDomainSocketAddress
                    ? reactor.provider().openSocketChannel(StandardProtocolFamily.UNIX)
                    : reactor.provider().openSocketChannel();
            Sockets.prepare(channel);
            boolean connected = channel.connect(address); // true at once for some local addresses
            Attempt attempt = new Attempt(address);
            attempt.registration = reactor.register(channel, connected ? 0 : SelectionKey.OP_CONNECT, attempt);
            if (connected) {
                won(attempt);
            } else {
                pending.add(attempt);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                closeQuietly(channel);
            }
            failed(address, e);
            return false;
        }
    }

    private void won(Attempt attempt) {
        Registration registration = attempt.registration();
        if (promise.isDone()) { // two connected in the same turn, or it was cancelled in this one
            registration.close();
            return;
        }
        observe(ConnectObserver.Step.CONNECTED, attempt.address);
        SocketTransport transport = new SocketTransport(reactor, registration, protocol, connector.marks());
        Throwable thrown = transport.begin();
        if (thrown != null) {
            promise.fail(thrown);
        } else if (!promise.complete(transport)) { // cancelled by another thread between these lines
            transport.abort();
        }
    }

    private void observe(ConnectObserver.Step step, SocketAddress address) {
        ConnectObserver observer = connector.observer();
        reactor.runSafely(() -> observer.reached(step, address), observer);
    }

    private void failed(SocketAddress address, Exception e) {
        failures.add(Addresses.named(e, "cannot connect to", address));
    }

    private void cleanUp() {
        cancel(limit);
        cancel(nextAttempt);
        pending.forEach(attempt -> attempt.registration().close());
    }

    private static void cancel(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // the attempt has failed already, and its error is reported
        }
    }

    /** An attempt to connect to one address. */
    private final class Attempt implements ReadyHandler {
        private final SocketAddress address;
        private @Nullable Registration registration;

        Attempt(SocketAddress address) {
            this.address = address;
        }

        Registration registration() {
            return Objects.requireNonNull(registration);
        }

        @Override
        public void ready(int readyOps) {
            SocketChannel channel = (SocketChannel) registration().channel();
            try {
                if (!channel.finishConnect()) {
                    return; // a spurious wake-up
                }
            } catch (IOException e) {
                pending.remove(this);
                registration().close();
                failed(address, e);
                next();
                return;
            }
            pending.remove(this);
            won(this);
        }

        @Override
        public void closed(@Nullable Throwable cause) {
            promise.fail(cause != null ? cause : new ConnectionClosedException("the event loop was closed"));
        }

        @Override
        public String toString() {
            return "connecting to " + Addresses.describe(address);
        }
    }
}
