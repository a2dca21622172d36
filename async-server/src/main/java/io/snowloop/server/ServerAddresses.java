// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a server listens, and the URLs that lead there.
 *
 * @param scheme {@code http} or {@code https}
 * @param all at least one; port and URL are those of the first
 */
record ServerAddresses(String scheme, List<SocketAddress> all) {
    /** The addresses of a call with at least one. */
    static List<SocketAddress> all(SocketAddress address, SocketAddress... more) {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(more, "more");
        return Stream.concat(Stream.of(address), Stream.of(more))
                .map(each -> Objects.requireNonNull(each, "more"))
                .toList();
    }

    SocketAddress first() {
        return all.get(0);
    }

    /** The port of the first address. */
    int port() {
        return firstInet().getPort();
    }

    /** The URL of a path at the first address. */
    String url(String path) {
        if (!path.isEmpty() && !path.startsWith("/")) { // it would become a part of the port
            throw new IllegalArgumentException("a path begins with a slash: write \"/" + path + "\"");
        }
        return url(firstInet()) + path;
    }

    private InetSocketAddress firstInet() {
        if (first() instanceof InetSocketAddress inet) {
            return inet;
        }
        throw new IllegalStateException(
                "the first address of this server is " + first() + ", which has no port and no URL");
    }

    private String url(InetSocketAddress address) {
        String host = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getHostString();
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** A URL for each, or the path of its file. */
    @Override
    public String toString() {
        return all.stream()
                .map(address -> address instanceof InetSocketAddress inet ? url(inet) + "/" : address.toString())
                .collect(Collectors.joining(", "));
    }
}
