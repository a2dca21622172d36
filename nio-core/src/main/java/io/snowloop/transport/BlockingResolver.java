// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.syntax.Printable;
import io.snowloop.http.syntax.UriHost;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups that block, on the threads of an executor.
 *
 * <p>A look-up cannot be interrupted, and may take half a minute if no name server answers. So there is at most one at a
 * time for each host, which all that ask for the host wait for: a host that does not answer takes one thread and no more.
 */
final class BlockingResolver implements Resolver {
    /** Blocks. {@link InetAddress#getAllByName}, but in tests. */
    @FunctionalInterface
    interface LookUp {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Executor executor;
    private final LookUp lookUp;

    /** What runs, or waits for a thread. */
    private final Map<String, Query> queries = new ConcurrentHashMap<>();

    BlockingResolver(Executor executor, LookUp lookUp) {
        this.executor = Objects.requireNonNull(executor, "executor");
        this.lookUp = lookUp;
    }

    @Override
    public Future<List<InetAddress>> resolve(Scheduler loop, String host) {
        InetAddress address = address(host);
        if (address != null) {
            return Future.completed(List.of(address));
        }
        if (!UriHost.isName(host)) { // the JDK could take it for an address
            return Future.failed(new UnknownHostException("unknown host: " + Printable.quote(host)
                    + " is neither a host name nor an IP address as RFC 3986 §3.2.2 spells it, like 127.0.0.1 or ::1"));
        }
        if (loop.ticker().isSimulated() && executor instanceof ExecutorService) {
            return Future.failed(new UnknownHostException("unknown host: " + host
                    + " (in a simulation the machine's name service is not asked: use an IP address,"
                    + " or set a Resolver of your own by Connector.Builder.resolver)"));
        }
        Promise<List<InetAddress>> promise = loop.newPromise();
        Query own = new Query(host);
        if (queries.compute(host, (name, other) -> (other == null ? own : other).plus(promise)) == own) {
            own.start();
        }
        return promise;
    }

    /** The address that a host is, with or without brackets; null if it is a name. */
    static @Nullable InetAddress address(String host) {
        byte[] bytes = host.startsWith("[") ? UriHost.literal(host) : UriHost.address(host);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) { // for other lengths than 4 and 16
            throw new AssertionError(e);
        }
    }

    /** The look-up of one host, and those who wait for it. They change inside of the map's methods only, which lock. */
    private final class Query implements Runnable {
        private final String host;
        private final List<Promise<List<InetAddress>>> waiting = new ArrayList<>();

        Query(String host) {
            this.host = host;
        }

        Query plus(Promise<List<InetAddress>> promise) {
            waiting.removeIf(Promise::isDone); // cancelled ones: a client that tries again and again adds one each time
            waiting.add(promise);
            return this;
        }

        void start() {
            try {
                executor.execute(this);
            } catch (Throwable refused) { // whatever it is: else the host would never be looked up again
                settle(Future.failed(new IOException("cannot look up " + host + ": " + refused, refused)));
            }
        }

        @Override
        public void run() {
            boolean wanted = queries.computeIfPresent(host, (name, query) -> isWanted() ? query : null) != null;
            if (wanted) {
                settle(outcome());
            }
        }

        /** False if all were cancelled while this waited for a thread. */
        private boolean isWanted() {
            return !waiting.stream().allMatch(Promise::isDone);
        }

        private Completed<List<InetAddress>> outcome() {
            try {
                return Future.completed(List.of(lookUp.addresses(host)));
            } catch (UnknownHostException e) {
                UnknownHostException named = new UnknownHostException("unknown host: " + host);
                named.initCause(e);
                return Future.failed(named);
            } catch (Throwable thrown) { // by an InetAddressResolverProvider of the application's
                return Future.failed(new IOException("cannot look up " + host + ": " + thrown, thrown));
            }
        }

        private void settle(Completed<List<InetAddress>> outcome) {
            queries.remove(host); // after this, all that ask begin a look-up of their own
            for (Promise<List<InetAddress>> promise : waiting) {
                try {
                    promise.settle(outcome);
                } catch (RejectedExecutionException e) {
                    // its loop is closed; those of the others are not
                }
            }
        }
    }
}
