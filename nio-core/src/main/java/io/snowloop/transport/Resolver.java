// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.future.Future;
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
     * @param loop of the caller, on which the result completes
     * @param host what {@link #address} has left unresolved. It need not be a good name: it may be {@code 127.1}.
     * @return at least one address, in the order in which to try them; fails with {@link UnknownHostException}
     */
    Future<List<InetAddress>> resolve(Scheduler loop, String host);

    /**
     * {@return the JDK's look-up, which follows the machine's settings but blocks: it runs on other threads} There is at
     * most one look-up of a host at a time, and all that ask for the host meanwhile get its result. If all of them have
     * cancelled before it has a thread, it is not done. An IP address needs no look-up and no thread.
     *
     * <p>What is neither an IP address nor a name is unknown: see {@link #address}.
     *
     * @param executor with threads that may block
     */
    static Resolver blocking(Executor executor) {
        return new BlockingResolver(executor, InetAddress::getAllByName);
    }

    /**
     * {@return {@link #blocking} on daemon threads, shared by the JVM, which end after 5 idle seconds} There are at most
     * {@value SystemResolver#MAX_THREADS}: that many hosts may have name servers that do not answer.
     * {@value SystemResolver#MAX_WAITING} more can wait for a thread; further look-ups fail.
     */
    static Resolver system() {
        return SystemResolver.INSTANCE;
    }

    /**
     * {@return the address of a host, for {@link Connector#connect}} An IP address is parsed; a name stays unresolved and is
     * looked up for each connection. So this never blocks.
     *
     * <p>An IP address is what RFC 3986 §3.2.2 calls so: four decimal numbers, or IPv6 with or without brackets. Other forms
     * that the JDK and the C library read, such as {@code 127.1}, {@code 0x7f.0.0.1} and {@code 2130706433}, stay
     * unresolved, and {@link #blocking} refuses them: a check of hosts before it would have read them as names. For an IPv6
     * address with a zone, make an {@link InetSocketAddress} of an {@link java.net.Inet6Address}.
     *
     * @param host an IP address or a name
     * @param port from 0 to 65,535
     */
    static InetSocketAddress address(String host, int port) {
        InetAddress address = BlockingResolver.address(Objects.requireNonNull(host, "host"));
        return address != null ? new InetSocketAddress(address, port) : InetSocketAddress.createUnresolved(host, port);
    }
}
