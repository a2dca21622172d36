// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.syntax.AddressRange;
import io.snowloop.http.syntax.Printable;
import io.snowloop.http.syntax.UriHost;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Addresses, such as those of the proxies that a server trusts: {@code 10.0.0.0/8}, {@code 2001:db8::/32} (RFC 4632 §3.1, RFC 4291 §2.3),
 * single ones, and {@code unix} for all Unix-domain sockets. Immutable.
 */
public final class AddressRanges {
    private static final int IPV6_LENGTH = 16;

    /** How an IPv6 address begins that stands for an IPv4 address (RFC 4291 §2.5.5.2). */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private final List<String> texts;
    private final List<AddressRange> ranges = new ArrayList<>();
    private final boolean unix;

    private AddressRanges(List<String> texts) {
        this.texts = texts;
        boolean withUnix = false;
        for (String text : texts) {
            if (text.equals("unix")) {
                withUnix = true;
            } else {
                ranges.add(range(text));
            }
        }
        unix = withUnix;
    }

    /**
     * {@return the addresses of these ranges}
     * @param ranges an address with or without the number of its leading bits that count; or {@code unix}
     * @throws IllegalArgumentException if one is malformed, or has bits behind those that count
     */
    public static AddressRanges of(String... ranges) {
        return new AddressRanges(List.of(requireNonNull(ranges, "ranges")));
    }

    private static AddressRange range(String text) {
        int slash = text.indexOf('/');
        byte[] address = UriHost.address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw bad(text, "write an IP address such as 10.0.0.1, a range such as 10.0.0.0/8, or unix");
        }
        int most = 8 * address.length;
        String length = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        int bits = length.matches("[0-9]{1,3}") ? Integer.parseInt(length) : -1;
        if (bits < 0 || bits > most) {
            throw bad(text, "the number behind the slash is from 0 to " + most);
        }
        AddressRange range = AddressRange.of(address, bits);
        if (!range.isNormal()) {
            throw bad(text, "there are bits behind the first " + bits + ": make them zero, or the number larger");
        }
        return range;
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("bad range of addresses " + Printable.quote(text) + ": " + why);
    }

    /**
     * {@return whether an address is one of these} An IPv6 address that stands for an IPv4 address is that.
     * @param address null is none
     */
    public boolean contains(@Nullable SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress) {
            return unix;
        }
        return address instanceof InetSocketAddress socket
                && socket.getAddress() != null
                && contains(socket.getAddress().getAddress());
    }

    private boolean contains(byte[] bytes) {
        boolean mapped =
                bytes.length == IPV6_LENGTH && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
        byte[] address = mapped ? Arrays.copyOfRange(bytes, MAPPED.length, IPV6_LENGTH) : bytes;
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** The ranges, as they were written. */
    @Override
    public String toString() {
        return String.join(", ", texts);
    }
}
