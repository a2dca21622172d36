// SPDX-License-Identifier: Apache-2.0
/**
 * The PROXY protocol, versions 1 and 2, without I/O: the header that a proxy puts in front of a connection, with the addresses of its client
 * (HAProxy's proxy-protocol.txt). {@link io.snowloop.server.proxyprotocol.HeaderReader} takes bytes, and has a {@link
 * io.snowloop.server.proxyprotocol.ProxyHeader} at the end of the header; {@code VersionOne} and {@code VersionTwo} have their formats.
 */
@NullMarked
package io.snowloop.server.proxyprotocol;

import org.jspecify.annotations.NullMarked;
