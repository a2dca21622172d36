// SPDX-License-Identifier: Apache-2.0
/**
 * How a client asks a proxy for a connection to an origin: {@link io.snowloop.client.tunnel.ConnectHandshake} (RFC 9110 §9.3.6), {@link
 * io.snowloop.client.tunnel.Socks5Handshake} (RFC 1928, RFC 1929) and {@link io.snowloop.client.tunnel.Socks4aHandshake}. Bytes in, bytes
 * out: no channel, no loop, no clock.
 */
@NullMarked
package io.snowloop.client.tunnel;

import org.jspecify.annotations.NullMarked;
