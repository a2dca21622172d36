// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.proxyprotocol;

import io.snowloop.http.syntax.Printable;
import io.snowloop.http.syntax.UriHost;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A line of text (proxy-protocol.txt §2.1): {@code PROXY TCP4 192.0.2.1 192.0.2.2 56324 443}, with CRLF at its end. */
final class VersionOne {
    /** The most bytes of a header, its line end included. */
    static final int LONGEST = 107;

    private static final byte[] BEGINNING = "PROXY ".getBytes(StandardCharsets.US_ASCII);

    /** The number of bytes that tell it from anything else. */
    static final int PREFIX = BEGINNING.length;

    private VersionOne() {}

    /** Whether these bytes may be the first ones of such a header. */
    static boolean beginsWith(byte[] bytes, int count) {
        int compared = Math.min(count, PREFIX);
        return Arrays.equals(bytes, 0, compared, BEGINNING, 0, compared);
    }

    /** The header of a line, which ends with LF. */
    static ProxyHeader header(String line) throws ProtocolException {
        if (!line.endsWith("\r\n") || line.indexOf('\r') != line.length() - 2) {
            throw bad(line, "it does not end with CRLF");
        }
        String[] words = line.substring(PREFIX, line.length() - 2).split(" ", -1);
        if (words[0].equals("UNKNOWN")) {
            return ProxyHeader.NO_ADDRESSES; // what follows, a receiver must ignore
        }
        int bytes = switch (words[0]) {
            case "TCP4" -> 4;
            case "TCP6" -> 16;
            default -> throw bad(line, "its protocol is none of TCP4, TCP6 and UNKNOWN");
        };
        if (words.length != 5) {
            throw bad(line, "it needs two addresses and two ports, with one blank between them");
        }
        return new ProxyHeader(address(line, words[1], bytes, words[3]), address(line, words[2], bytes, words[4]));
    }

    private static InetSocketAddress address(String line, String host, int length, String port)
            throws ProtocolException {
        byte[] address = UriHost.address(host);
        if (address == null || address.length != length) {
            throw bad(line, Printable.quote(host) + " is no address of its protocol");
        }
        int number = port.matches("0|[1-9][0-9]{0,4}") ? Integer.parseInt(port) : -1;
        if (number < 0 || number > 65_535) {
            throw bad(line, Printable.quote(port) + " is no port");
        }
        return socketAddress(address, number);
    }

    /** An address of these 4 or 16 bytes. */
    static InetSocketAddress socketAddress(byte[] address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // of another number of bytes
        }
    }

    private static ProtocolException bad(String line, String why) {
        return new ProtocolException("its PROXY header is " + Printable.quote(line) + ": " + why);
    }
}
