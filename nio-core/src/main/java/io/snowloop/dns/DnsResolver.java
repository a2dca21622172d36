// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.syntax.Printable;
import io.snowloop.http.syntax.UriHost;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Ticker;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up on the loop: it asks name servers over UDP and TCP (RFC 1035), and needs no thread that waits.
 *
 * <p>It is a stub resolver: it asks servers that look up elsewhere what they do not know. It does not check signatures (DNSSEC); the way to
 * its servers is trusted. What an attacker beside that way can do is limited as RFC 5452 says: each question has a random id and a
 * port of its own, and an answer counts only if both, the address and the question are right. The case of letters is not
 * randomized: some servers do not send it back.
 *
 * <p>A host is looked up in this order: an IP address is itself; the hosts file; {@code localhost} and what is below it
 * (RFC 6761); what is remembered; the servers, with the search list. A name of DNS that ends with a dot is not searched.
 * Addresses of IPv6 come first; of each version, the first
 * 64 count. When one version has addresses, the other has {@link DnsOptions#resolutionDelay} more (RFC 8305 §3). What is
 * found is remembered for the time to live of its records, and that there is nothing for the time that the zone says (RFC
 * 2308). The addresses of one version are not remembered if no server has answered for the other.
 *
 * <p><b>Errors.</b> {@link UnknownHostException}: a server has said that the name does not exist, or has no addresses. Another {@link
 * IOException}: no server has given an answer, which says nothing about the name; the message has the reason of each.
 *
 * <p><b>Threads.</b> Any number of loops may use it. Each has look-ups of its own, without a lock; what is remembered is shared, behind a
 * lock that is held for a look into a map. {@link #resolve} is called on the thread of the loop; the other methods, on any.
 */
public final class DnsResolver implements Resolver {
    private final Supplier<DnsOptions> options;
    private final AddressCache cache;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger turns = new AtomicInteger();
    private final LimitLog limits = new LimitLog(DnsResolver.class);

    /** Of the loops that have looked names up. Each entry is used by its loop alone. */
    private final Map<Scheduler, LookUps> loops = new ConcurrentHashMap<>();

    private DnsResolver(Supplier<DnsOptions> options, AddressCache cache) {
        this.options = options;
        this.cache = cache;
    }

    /**
     * {@return a resolver with fixed settings}
     * @param options the servers, among others
     */
    public static DnsResolver of(DnsOptions options) {
        Objects.requireNonNull(options, "options");
        return new DnsResolver(() -> options, new AddressCache());
    }

    /**
     * Makes a resolver with the settings of the machine, {@code /etc/resolv.conf} and {@code /etc/hosts}. They are read now, which
     * blocks. While there are look-ups, a thread of their own looks every 5 s whether one has changed, and reads them again. Windows has
     * no such files: there, give the servers to {@link #of}.
     *
     * @return a new resolver, with a memory of its own
     * @throws IOException if a file is there and cannot be read, or is too long
     */
    public static DnsResolver system() throws IOException {
        return ofFiles(Path.of("/etc/resolv.conf"), Path.of("/etc/hosts"), DnsResolver::onThread, Ticker.system());
    }

    static DnsResolver ofFiles(Path resolvConf, Path hosts, Executor executor, Ticker ticker) throws IOException {
        AddressCache cache = new AddressCache();
        return new DnsResolver(new SystemFiles(resolvConf, hosts, executor, ticker, cache::clear), cache);
    }

    private static void onThread(Runnable task) {
        Thread thread = new Thread(task, "snowloop-dns-files");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Future<List<InetAddress>> resolve(Scheduler loop, String host) {
        Reactor.of(loop).checkThread();
        DnsOptions current = options.get();
        Completed<List<InetAddress>> local = local(Objects.requireNonNull(host, "host"), current.hosts());
        if (local != null) {
            return local;
        }
        String name = host.toLowerCase(Locale.ROOT); // RFC 4343
        Completed<List<InetAddress>> remembered = cache.get(name, loop.ticker().nanoTime());
        return remembered != null ? remembered : lookUps(loop).ask(name, current);
    }

    /** What no server is asked for; null if it is to be asked. */
    private static @Nullable Completed<List<InetAddress>> local(String host, HostsFile hosts) {
        InetAddress address = Resolver.address(host, 0).getAddress();
        if (address != null) {
            return Future.completed(List.of(address));
        }
        if (!UriHost.isName(host)) { // others could take it for an address
            return Future.failed(new UnknownHostException("unknown host: " + Printable.quote(host)
                    + " is neither a host name nor an IP address as RFC 3986 §3.2.2 spells it, like 127.0.0.1 or ::1"));
        }
        List<InetAddress> listed = hosts.addresses(host);
        List<InetAddress> found = listed.isEmpty() ? LocalNames.addresses(host) : listed;
        if (!found.isEmpty()) {
            return Future.completed(found);
        }
        return LocalNames.isUnknown(host)
                ? Future.failed(new UnknownHostException("unknown host: " + host + ": its domain is not in DNS"))
                : null;
    }

    private LookUps lookUps(Scheduler loop) {
        LookUps open = loops.get(loop);
        if (open == null) {
            loops.keySet().removeIf(other -> ((EventLoop) other).isClosed());
            open = new LookUps(loop, limits, lookUp(loop));
            loops.put(loop, open);
        }
        return open;
    }

    private Function<String, Future<Known>> lookUp(Scheduler loop) {
        return host -> {
            long generation = cache.generation();
            DnsOptions current = options.get();
            int first = current.rotate() ? turns.getAndIncrement() : 0;
            ServerSearch servers = new ServerSearch(loop, current.conf(), random, first);
            return new LookUp(loop, host, current, servers).start().map(known -> {
                cache.put(host, known, options.get(), loop.ticker().nanoTime(), generation);
                return known;
            });
        };
    }

    /** Forgets all names: the network is another one now. What look-ups find that have begun is not remembered. Any thread. */
    public void clear() {
        cache.clear();
    }

    @Override
    public String toString() {
        return "DnsResolver[" + options.get().conf() + "]";
    }
}
