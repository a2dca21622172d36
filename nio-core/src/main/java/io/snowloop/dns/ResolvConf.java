// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.http.syntax.UriHost;
import io.snowloop.options.Bounds;
import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The settings of resolv.conf(5): which servers are asked, and how.
 *
 * @param servers in the order in which they are asked; at least one
 * @param search the domains that a short name may be in, at most {@value #MAX_SEARCH}
 * @param ndots a name with fewer dots is looked up in the domains of {@code search} first
 * @param timeout how long a server has for an answer; positive
 * @param attempts how often each server is asked; at least 1
 * @param rotate whether each look-up begins with the next server, and not with the first
 * @param tcp whether all questions go over TCP ({@code use-vc})
 */
public record ResolvConf(
        List<InetSocketAddress> servers,
        List<String> search,
        int ndots,
        Duration timeout,
        int attempts,
        boolean rotate,
        boolean tcp) {
    /** The longest file that is read, in bytes. */
    public static final int MAX_LENGTH = 64 * 1024;

    /** The most servers that are read from a file: MAXNS of the C library. */
    public static final int MAX_SERVERS = 3;

    /** The most domains to search. The C library had 6, and has no limit since its version 2.26. Each of them is two questions more. */
    public static final int MAX_SEARCH = 32;

    /** The port of DNS. */
    static final int PORT = 53;

    /** What an empty file says: the server is this machine. */
    static final ResolvConf DEFAULT = parse("");

    /**
     * Checks the settings.
     * @throws IllegalArgumentException if one is out of bounds, a server's address is not resolved, or what is to be searched is no domain
     */
    public ResolvConf {
        servers = List.copyOf(Objects.requireNonNull(servers, "servers"));
        search = List.copyOf(Objects.requireNonNull(search, "search"));
        Bounds.positive("timeout", timeout);
        if (servers.isEmpty() || servers.stream().anyMatch(InetSocketAddress::isUnresolved)) {
            throw new IllegalArgumentException(
                    "servers must be at least one resolved address, such as 127.0.0.1:53, not " + servers);
        }
        for (String domain : search) {
            if (!UriHost.isName(domain)) {
                throw new IllegalArgumentException("search must be domains such as example.org, not " + domain);
            }
        }
        Bounds.between("search", 0, MAX_SEARCH, search.size());
        Bounds.atLeast("ndots", 0, ndots);
        Bounds.atLeast("attempts", 1, attempts);
    }

    /**
     * Reads a file. This blocks: it is for the start of a program, or for {@link io.snowloop.loop.Scheduler#blocking}.
     * @param file such as {@code /etc/resolv.conf}; one that does not exist is an empty one
     * @return its settings
     * @throws IOException if it cannot be read, or has more than {@value #MAX_LENGTH} bytes
     */
    public static ResolvConf read(Path file) throws IOException {
        return parse(TextFile.read(Objects.requireNonNull(file, "file"), MAX_LENGTH));
    }

    /**
     * {@return the settings of a text} What is unknown or makes no sense is ignored, as the C library does it. Numbers have its limits: 15
     * for {@code ndots}, 30 s for {@code timeout}, 5 for {@code attempts}. Without a server, this machine is asked. Without {@code search}
     * and {@code domain}, nothing is searched: the JDK does not tell the domain of the machine. EDNS is used with and without {@code edns0}.
     *
     * @param text of any length
     */
    public static ResolvConf parse(String text) {
        ResolvConfReader reader = new ResolvConfReader();
        Objects.requireNonNull(text, "text").lines().forEach(reader::line);
        if (reader.servers.isEmpty()) {
            reader.servers.add(Resolver.address("127.0.0.1", PORT));
        }
        return new ResolvConf(
                reader.servers,
                reader.search,
                reader.ndots,
                Duration.ofSeconds(reader.timeout),
                reader.attempts,
                reader.rotate,
                reader.tcp);
    }
}
