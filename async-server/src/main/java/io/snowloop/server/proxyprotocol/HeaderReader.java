// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.proxyprotocol;

import io.snowloop.http.syntax.Printable;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header at the beginning of one connection, in pieces of any size. It keeps 232 bytes at most: it counts what is behind
 * the addresses, and does not keep it.
 */
public final class HeaderReader {
    /** A header of version 2 without what follows its addresses, of which those of AF_UNIX are the longest. */
    private static final int KEPT = VersionTwo.FIXED + VersionTwo.UNIX_ADDRESSES;

    private final byte[] kept = new byte[KEPT];

    /** The bytes of the header so far. */
    private int count;

    /** 0 until the first bytes have shown it. */
    private int version;

    /** Of a header of version 2, once it is known. */
    private int length = VersionTwo.FIXED;

    /** Nothing is read yet. */
    public HeaderReader() {}

    /**
     * Takes bytes up to the end of the header, and none of those behind it.
     *
     * @return the header; null if more bytes are needed
     * @throws ProtocolException if this is no header, with the reason
     */
    public @Nullable ProxyHeader read(ByteBuffer bytes) throws ProtocolException {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (count < KEPT) {
                kept[count] = next;
            }
            count++;
            ProxyHeader header = readTo(next);
            if (header != null) {
                return header;
            }
        }
        return null;
    }

    /** The header, if this is its last byte. */
    private @Nullable ProxyHeader readTo(byte last) throws ProtocolException {
        if (version == 0) {
            version = detected();
        }
        return switch (version) {
            case 1 -> versionOne(last);
            case 2 -> versionTwo();
            default -> null;
        };
    }

    private int detected() throws ProtocolException {
        if (VersionOne.beginsWith(kept, count)) {
            return count == VersionOne.PREFIX ? 1 : 0;
        }
        if (VersionTwo.beginsWith(kept, count)) {
            return count == VersionTwo.SIGNATURE ? 2 : 0;
        }
        throw new ProtocolException("it begins with " + Printable.quote(text()) + ", which no PROXY header does");
    }

    private @Nullable ProxyHeader versionOne(byte last) throws ProtocolException {
        if (last == '\n') {
            return VersionOne.header(text());
        }
        if (count >= VersionOne.LONGEST) {
            throw new ProtocolException("its PROXY header has no line end within " + VersionOne.LONGEST + " bytes");
        }
        return null;
    }

    private String text() {
        return new String(kept, 0, count, StandardCharsets.ISO_8859_1);
    }

    private @Nullable ProxyHeader versionTwo() throws ProtocolException {
        if (count == VersionTwo.FIXED) {
            length += VersionTwo.checkedLength(kept);
        }
        return count >= VersionTwo.FIXED && count == length ? VersionTwo.header(kept) : null;
    }
}
