/**
 * TLS 1.3 and 1.2 (RFC 8446, RFC 5246) between a transport and a protocol.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.tls.TlsConfig}, what both sides agree to, with {@link io.snowloop.tls.Identity}, who we are,
 *       and {@link io.snowloop.tls.Trust}, whom we believe.
 *   <li>{@link io.snowloop.tls.TlsEngine}, bytes in and bytes out, without I/O: the JDK's {@code SSLEngine} behind an
 *       interface that can be used without reading its manual. {@code RecordQueue} cuts the stream into records for it.
 *   <li>{@link io.snowloop.tls.TlsLayer}, the engine in a loop: a protocol to the transport below it, a transport to the
 *       protocol above it.
 * </ol>
 */
@NullMarked
package io.snowloop.tls;

import org.jspecify.annotations.NullMarked;
