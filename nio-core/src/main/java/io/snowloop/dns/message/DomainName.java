// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name of a domain: labels of bytes, from the host up to the root (RFC 1035 §3.1). Immutable.
 *
 * <p>Names are equal if they differ only in the case of ASCII letters (RFC 4343). They keep the case that they came with.
 */
public final class DomainName {
    /** The longest name on the wire, in bytes, with the length bytes and the root (RFC 1035 §2.3.4). */
    static final int MAX_LENGTH = 255;

    /** The longest label, in bytes (RFC 1035 §2.3.4). */
    static final int MAX_LABEL = 63;

    /** The root: what the names of an OPT record and of a message without aliases end in. */
    static final DomainName ROOT = new DomainName(new byte[1]);

    /** As on the wire, without compression: each label after its length; the root's is 0. */
    private final byte[] wire;

    private final int hash;

    private DomainName(byte[] wire) {
        this.wire = wire;
        this.hash = lowerCaseHash(wire);
    }

    /**
     * A name from text: labels with dots between them, and maybe one after the last. Null if it is no name that DNS can have: a label is
     * empty or longer than 63 bytes, the whole is longer than 255, or a character is not ASCII.
     */
    public static @Nullable DomainName parse(String text) {
        String relative = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (relative.isEmpty() || relative.length() > MAX_LENGTH - 2) { // less the first length and the root
            return null;
        }
        ByteBuffer wire = ByteBuffer.allocate(relative.length() + 2);
        for (String label : relative.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > MAX_LABEL || !label.chars().allMatch(c -> c < 0x80)) {
                return null;
            }
            wire.put((byte) label.length());
            label.chars().forEach(c -> wire.put((byte) c));
        }
        wire.put((byte) 0);
        return new DomainName(wire.array());
    }

    /** The name that is these bytes of the wire format, without pointers: what {@link MessageReader} has put together. */
    static DomainName ofWire(byte[] bytes, int length) {
        return new DomainName(Arrays.copyOf(bytes, length));
    }

    /** Puts its wire format into a message, without compression. */
    void write(ByteBuffer message) {
        message.put(wire);
    }

    /** Its length on the wire in bytes, from 1 to 255. */
    int length() {
        return wire.length;
    }

    /** Whether it is {@code zone} or a name below it. */
    boolean isWithin(DomainName zone) {
        int from = wire.length - zone.wire.length;
        int at = 0;
        while (at < from) { // label by label: the tail of a label is no zone
            at += 1 + wire[at];
        }
        return at == from && equalsFrom(from, zone.wire);
    }

    private boolean equalsFrom(int from, byte[] other) {
        for (int i = 0; i < other.length; i++) {
            if (lowerCase(wire[from + i]) != lowerCase(other[i])) {
                return false;
            }
        }
        return true;
    }

    /** RFC 4343 §3: only A to Z have another case. A length is at most 63, which is below them. */
    private static int lowerCase(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    private static int lowerCaseHash(byte[] wire) {
        int hash = 0;
        for (byte b : wire) {
            hash = 31 * hash + lowerCase(b);
        }
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DomainName name
                && hash == name.hash // a message may have thousands, which differ in their last bytes
                && wire.length == name.wire.length
                && equalsFrom(0, name.wire);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Its text without the last dot; bytes that are not printable as {@code \DDD}, and a dot within a label as {@code \.} (RFC 1035 §5.1). */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
            text.append(at == 0 ? "" : ".");
            for (int i = at + 1; i <= at + wire[at]; i++) {
                append(text, wire[i]);
            }
        }
        return text.isEmpty() ? "." : text.toString();
    }

    private static void append(StringBuilder text, byte b) {
        if (b == '.' || b == '\\') {
            text.append('\\').append((char) b);
        } else if (b > ' ' && b < 0x7F) {
            text.append((char) b);
        } else {
            text.append(String.format(Locale.ROOT, "\\%03d", b & 0xFF));
        }
    }
}
