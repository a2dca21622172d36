// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/** The IP addresses whose first bits are the same (RFC 4632 §3.1, RFC 4291 §2.3). */
public final class AddressRange {
    private final byte[] address;
    private final int bits;

    private AddressRange(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /**
     * The addresses that begin with the first {@code bits} of this one.
     *
     * @param address 4 or 16 bytes, not copied
     * @param bits from 0 to their number
     */
    public static AddressRange of(byte[] address, int bits) {
        return new AddressRange(requireNonNull(address, "address"), bits);
    }

    /** Whether an address of the same length is one of these. */
    public boolean contains(byte[] other) {
        return other.length == address.length && Arrays.equals(first(other), first(address));
    }

    /** Whether all bits behind those that count are zero. */
    public boolean isNormal() {
        return Arrays.equals(first(address), address);
    }

    /** With all further bits zero. */
    private byte[] first(byte[] bytes) {
        byte[] first = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.max(0, Math.min(8, bits - 8 * i));
            first[i] = (byte) (bytes[i] & (0xFF << (8 - kept)));
        }
        return first;
    }
}
