// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A TCP segment or a UDP datagram that has arrived or was lost: one line of a packet trace of the simulated network.
 *
 * @param time the time of its arrival or loss, since the start of the simulation
 * @param from the sender's address
 * @param to the receiver's address
 * @param kind its control bit, {@link Kind#DATA}, or what it is beside TCP
 * @param length the number of bytes that it carries; 0 unless it is {@link Kind#DATA} or {@link Kind#DATAGRAM}
 */
public record Segment(Duration time, InetSocketAddress from, InetSocketAddress to, Kind kind, int length) {
    /** The kinds of segments, by the names of RFC 9293, and what is no TCP. Acknowledgements take no time here and are not shown. */
    public enum Kind {
        /** A request to connect. */
        SYN,
        /** The answer to SYN: the connection is established. */
        SYN_ACK,
        /** Bytes of the stream. */
        DATA,
        /** The end of the stream. */
        FIN,
        /** There is no such connection, or no longer. */
        RST,
        /** A datagram of UDP. */
        DATAGRAM,
        /** ICMP: a datagram has come to a port that no socket has. Its addresses are those of the datagram, the other way round. */
        PORT_UNREACHABLE
    }

    /** Seconds, from, to, kind and length: {@code 0.012500 10.0.0.2:49152 > 10.0.0.1:80 DATA 1460}. */
    @Override
    public String toString() {
        long micros = time.toNanos() / 1_000;
        return micros / 1_000_000 + "." + String.format("%06d", micros % 1_000_000) + " " + text(from) + " > "
                + text(to) + " " + kind + (kind == Kind.DATA || kind == Kind.DATAGRAM ? " " + length : "");
    }

    /** The address without a host name, which {@link InetSocketAddress#toString} may put in front of it. */
    static String text(InetSocketAddress address) {
        return text(address.getAddress()) + ":" + address.getPort();
    }

    static String text(InetAddress address) {
        String digits = address.getHostAddress();
        return digits.indexOf(':') < 0 ? digits : "[" + digits + "]";
    }
}
