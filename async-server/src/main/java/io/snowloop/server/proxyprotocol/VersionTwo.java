// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.proxyprotocol;

import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Arrays;

/**
 * The binary format (proxy-protocol.txt §2.2): a signature, the version and the command, the family, the number of bytes that follow; then
 * the addresses, and values with types, which are skipped.
 */
final class VersionTwo {
    private static final byte[] BEGINNING = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};

    /** The number of bytes of the signature. */
    static final int SIGNATURE = BEGINNING.length;

    /** The number of bytes in front of the addresses. */
    static final int FIXED = SIGNATURE + 4;

    /** The number of bytes of two paths. */
    static final int UNIX_ADDRESSES = 216;

    /** The most bytes behind the first {@link #FIXED}. A proxy that adds the certificate of a client needs some thousand. */
    static final int LONGEST = 16_384;

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final int UNIX_STREAM = 0x31;

    private VersionTwo() {}

    /** Whether these bytes may be the first ones of such a header. */
    static boolean beginsWith(byte[] bytes, int count) {
        int compared = Math.min(count, SIGNATURE);
        return Arrays.equals(bytes, 0, compared, BEGINNING, 0, compared);
    }

    /** The number of bytes behind the first {@link #FIXED}, which are checked. */
    static int checkedLength(byte[] header) throws ProtocolException {
        int command = header[SIGNATURE] & 0xFF;
        int family = header[SIGNATURE + 1] & 0xFF;
        int length = ByteBuffer.wrap(header).getShort(SIGNATURE + 2) & 0xFFFF;
        if (command != LOCAL && command != PROXY) {
            throw bad("its version and command are 0x%02x; known are 0x20 (LOCAL) and 0x21 (PROXY)", command);
        }
        if (length > LONGEST) {
            throw bad("it has %d bytes; accepted are " + LONGEST, length);
        }
        if (command == PROXY && length < addressesOf(family)) {
            throw bad("it has %d bytes, too few for its addresses", length);
        }
        return length;
    }

    private static int addressesOf(int family) throws ProtocolException {
        return switch (family) {
            case UNSPECIFIED -> 0;
            case TCP4 -> 12;
            case TCP6 -> 36;
            case UNIX_STREAM -> UNIX_ADDRESSES;
            default -> throw bad("its family is 0x%02x; a stream has 0x11, 0x21, 0x31 or 0x00", family);
        };
    }

    /** The header, of which the bytes up to its addresses are there, and have been checked. */
    static ProxyHeader header(byte[] header) throws ProtocolException {
        if ((header[SIGNATURE] & 0xFF) == LOCAL) {
            return ProxyHeader.NO_ADDRESSES; // whatever its family is, a receiver must ignore it
        }
        ByteBuffer addresses = ByteBuffer.wrap(header).position(FIXED);
        return switch (header[SIGNATURE + 1] & 0xFF) {
            case TCP4 -> inet(addresses, 4);
            case TCP6 -> inet(addresses, 16);
            case UNIX_STREAM -> new ProxyHeader(path(addresses), path(addresses));
            default -> ProxyHeader.NO_ADDRESSES;
        };
    }

    private static ProxyHeader inet(ByteBuffer addresses, int length) {
        byte[] source = new byte[length];
        byte[] destination = new byte[length];
        addresses.get(source).get(destination);
        InetSocketAddress from = VersionOne.socketAddress(source, addresses.getShort() & 0xFFFF);
        return new ProxyHeader(from, VersionOne.socketAddress(destination, addresses.getShort() & 0xFFFF));
    }

    /** Up to the first zero byte; a socket without a path has an empty one. */
    private static SocketAddress path(ByteBuffer addresses) throws ProtocolException {
        byte[] padded = new byte[UNIX_ADDRESSES / 2];
        addresses.get(padded);
        int end = 0;
        while (end < padded.length && padded[end] != 0) {
            end++;
        }
        try {
            return UnixDomainSocketAddress.of(new String(padded, 0, end, StandardCharsets.UTF_8));
        } catch (InvalidPathException e) {
            throw new ProtocolException("its PROXY header has a path that this system cannot have");
        }
    }

    private static ProtocolException bad(String why, int value) {
        return new ProtocolException("its PROXY header of version 2 is of no use: " + String.format(why, value));
    }
}
