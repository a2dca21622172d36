// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A TCP segment that has arrived or was lost: one line of a packet trace of the simulated network.
 *
 * @param time the time of its arrival or loss, since the start of the simulation
 * @param from the sender's address
 * @param to the receiver's address
 * @param kind its control bit, or {@link Kind#DATA}
 * @param length the number of bytes that it carries; 0 unless it is {@link Kind#DATA}
 */
public record Segment(Duration time, InetSocketAddress from, InetSocketAddress to, Kind kind, int length) {
    /** The kinds of segments, by the names of RFC 9293. Acknowledgements take no time here and are not shown. */
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
        RST
    }

    /** Seconds, from, to, kind and length: {@code 0.012500 10.0.0.2:49152 > 10.0.0.1:80 DATA 1460}. */
    @Override
    public String toString() {
        long micros = time.toNanos() / 1_000;
        return micros / 1_000_000 + "." + String.format("%06d", micros % 1_000_000) + " " + text(from) + " > "
                + text(to) + " " + kind + (kind == Kind.DATA ? " " + length : "");
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
