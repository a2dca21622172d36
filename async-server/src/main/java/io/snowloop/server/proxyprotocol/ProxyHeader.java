// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.proxyprotocol;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy says of a connection.
 *
 * @param source the client's address; null if the proxy does not tell
 * @param destination the address that the client has connected to; null if the proxy does not tell
 */
public record ProxyHeader(
        @Nullable SocketAddress source, @Nullable SocketAddress destination) {
    /** Of a connection whose addresses are those of its socket: LOCAL, a check of the proxy's own, or UNKNOWN. */
    public static final ProxyHeader NO_ADDRESSES = new ProxyHeader(null, null);

    /** What it says, and for what it does not tell, the addresses of the socket. */
    public ProxyHeader orElse(@Nullable SocketAddress remote, @Nullable SocketAddress local) {
        return new ProxyHeader(source == null ? remote : source, destination == null ? local : destination);
    }
}
