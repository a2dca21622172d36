package io.snowloop.transport;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Turns host names into addresses. */
@FunctionalInterface
public interface Resolver {
    /**
     * Looks a name up, on the loop's thread and without blocking it.
     *
     * @return at least one address, in the order in which to try them; fails with {@link UnknownHostException}
     */
    Future<List<InetAddress>> resolve(Scheduler loop, String host);

    /**
     * The JDK's look-up, which knows the machine's settings but blocks: so it runs on {@code executor}. An IP address
     * needs no look-up, and so no thread.
     */
    static Resolver blocking(Executor executor) {
        return (loop, host) -> {
            if (isIpAddress(host)) {
                return lookUp(host);
            }
            Promise<List<InetAddress>> promise = loop.newPromise();
            executor.execute(() -> {
                if (!promise.isDone()) { // the fetch may have been cancelled while this waited for a thread
                    promise.settle(lookUp(host));
                }
            });
            return promise;
        };
    }

    /** {@link #blocking} on at most four daemon threads of the JVM, which end when they have nothing to do. */
    static Resolver system() {
        return SystemResolver.INSTANCE;
    }

    /**
     * The address of a host, for {@link Connector#connect}: an IP address is taken as it is; a name stays a name, and is
     * looked up anew for each connection.
     */
    static InetSocketAddress address(String host, int port) {
        return isIpAddress(host) ? new InetSocketAddress(host, port) : InetSocketAddress.createUnresolved(host, port);
    }

    private static Completed<List<InetAddress>> lookUp(String host) {
        try {
            return Future.completed(List.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException e) {
            UnknownHostException named = new UnknownHostException("unknown host: " + host);
            named.initCause(e);
            return Future.failed(named);
        }
    }

    /** Whether it is an address in digits, which the JDK parses itself: no host name's last label is a number. */
    private static boolean isIpAddress(String host) {
        int label = host.lastIndexOf('.') + 1;
        boolean digits = label < host.length();
        for (int i = label; digits && i < host.length(); i++) {
            digits = host.charAt(i) >= '0' && host.charAt(i) <= '9';
        }
        return digits || host.indexOf(':') >= 0;
    }

    /** Holds the shared threads, so that they exist only where a name was ever looked up. */
    final class SystemResolver {
        private static final Resolver INSTANCE = blocking(threads());

        private SystemResolver() {}

        /** The queue needs no bound of its own: who waits in it holds a place in a connection pool. */
        private static Executor threads() {
            AtomicInteger count = new AtomicInteger();
            ThreadPoolExecutor threads =
                    new ThreadPoolExecutor(4, 4, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                        Thread thread = new Thread(task, "snowloop-resolver-" + count.incrementAndGet());
                        thread.setDaemon(true);
                        return thread;
                    });
            threads.allowCoreThreadTimeOut(true);
            return threads;
        }
    }
}
