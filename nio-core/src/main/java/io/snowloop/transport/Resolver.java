package io.snowloop.transport;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/** Turns host names into addresses. */
@FunctionalInterface
public interface Resolver {
    /**
     * Looks a name up. It is called on the loop's thread and must not block it.
     *
     * @return at least one address, in the order in which to try them; fails with {@link UnknownHostException}
     */
    Future<List<InetAddress>> resolve(Scheduler loop, String host);

    /**
     * The JDK's look-up, which follows the machine's settings but blocks: it runs on {@code executor}. An IP address needs
     * no look-up and no thread.
     */
    static Resolver blocking(Executor executor) {
        Objects.requireNonNull(executor, "executor");
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

    /** {@link #blocking} on at most four daemon threads, shared by the JVM, which end after 5 idle seconds. */
    static Resolver system() {
        return SystemResolver.INSTANCE;
    }

    /**
     * The address of a host, for {@link Connector#connect}: an IP address is parsed; a name stays unresolved and is looked
     * up for each connection.
     */
    static InetSocketAddress address(String host, int port) {
        return isIpAddress(Objects.requireNonNull(host, "host"))
                ? new InetSocketAddress(host, port)
                : InetSocketAddress.createUnresolved(host, port);
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

    /** Whether it is an IP address, which the JDK parses without a look-up: the last label of a host name is no number. */
    private static boolean isIpAddress(String host) {
        int label = host.lastIndexOf('.') + 1;
        boolean digits = label < host.length();
        for (int i = label; digits && i < host.length(); i++) {
            digits = host.charAt(i) >= '0' && host.charAt(i) <= '9';
        }
        return digits || host.indexOf(':') >= 0;
    }
}
