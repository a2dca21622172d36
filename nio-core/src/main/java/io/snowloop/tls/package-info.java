// SPDX-License-Identifier: Apache-2.0
/**
 * TLS 1.3 and 1.2 (RFC 8446, RFC 5246) between a transport and a protocol.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.tls.TlsConfig}, the settings of one side, with {@link io.snowloop.tls.Identity}, its key
 *       and certificates, and {@link io.snowloop.tls.Trust}, the authorities that it trusts. A server with several hosts, or
 *       whose certificates are renewed, has {@link io.snowloop.tls.Identities}.
 *   <li>{@link io.snowloop.tls.TlsEngine}, bytes in and bytes out, without I/O: the JDK's {@code SSLEngine}, which
 *       {@code JdkEngines} sets up, behind a smaller interface. {@code RecordReader} is its receiving half;
 *       {@code RecordQueue} cuts the stream into records.
 *   <li>{@link io.snowloop.tls.TlsLayer}, the engine in a loop. {@code TlsConnection} has the state; {@code TlsProtocol} is
 *       the half that faces the socket, {@code TlsTransport} the half that faces the protocol above.
 *   <li>{@code EngineDriver}, which runs the engine's steps on the loop and its tasks on other threads, which {@code PeerTurns} shares
 *       out to the peers.
 * </ol>
 */
@NullMarked
package io.snowloop.tls;

import org.jspecify.annotations.NullMarked;
