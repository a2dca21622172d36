// SPDX-License-Identifier: Apache-2.0
/**
 * A resolver on the loop: names are looked up by asking name servers, over UDP and TCP, without a thread that waits.
 *
 * <p>Read in this order: {@link io.snowloop.dns.DnsResolver}, what a {@link io.snowloop.transport.Connector} takes, and its {@link
 * io.snowloop.dns.DnsOptions}; {@link io.snowloop.dns.ResolvConf} and {@link io.snowloop.dns.HostsFile}, the files of the machine;
 * {@code LookUps}, those of one loop, each a {@code LookUp} of one name for all that ask for it; {@code ServerSearch}, one
 * question to one server after the other; {@code UdpQuery} and {@code TcpQuery}, one question to one server. The bytes of the
 * messages are read and written by a hidden package, without I/O.
 */
@NullMarked
package io.snowloop.dns;

import org.jspecify.annotations.NullMarked;
