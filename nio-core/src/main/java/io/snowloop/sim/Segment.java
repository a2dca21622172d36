package io.snowloop.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A TCP segment that has arrived: a line of the simulated network's packet trace.
 *
 * @param time since the simulation began
 * @param from the sender's address
 * @param to the receiver's address
 * @param kind what it says
 * @param length how many bytes it carries; 0 unless it is {@link Kind#DATA}
 */
public record Segment(Duration time, InetSocketAddress from, InetSocketAddress to, Kind kind, int length) {
    /** What a segment says, by the names of RFC 9293. Acknowledgements cost nothing here and are not shown. */
    public enum Kind {
        /** May I connect? */
        SYN,
        /** You may: the connection is there. */
        SYN_ACK,
        /** Bytes of the stream. */
        DATA,
        /** The end of the stream. */
        FIN,
        /** There is no such connection, or not any more. */
        RST
    }

    /** As in {@code 0.012500 10.0.0.2:49152 > 10.0.0.1:80 DATA 1460}: seconds, from, to, kind, length. */
    @Override
    public String toString() {
        long micros = time.toNanos() / 1_000;
        return micros / 1_000_000 + "." + String.format("%06d", micros % 1_000_000) + " " + text(from) + " > "
                + text(to) + " " + kind + (kind == Kind.DATA ? " " + length : "");
    }

    /** An address without a host name in front of it. */
    static String text(InetSocketAddress address) {
        return text(address.getAddress()) + ":" + address.getPort();
    }

    static String text(InetAddress address) {
        String digits = address.getHostAddress();
        return digits.indexOf(':') < 0 ? digits : "[" + digits + "]";
    }
}
