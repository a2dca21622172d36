// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.syntax.AddressRange;
import io.snowloop.http.syntax.UriHost;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The hosts of a {@code no_proxy} variable, by the rules of curl: names with those below them, addresses, ranges, or all. */
final class NoProxy {
    private final boolean all;
    private final List<String> names;
    private final List<AddressRange> ranges;

    NoProxy(String list) {
        List<String> entries = Stream.of(list.strip().toLowerCase(Locale.ROOT).split("[,\\s]+", -1))
                .filter(entry -> !entry.isEmpty())
                .toList();
        this.all = entries.equals(List.of("*"));
        this.ranges =
                entries.stream().map(NoProxy::range).flatMap(Stream::ofNullable).toList();
        this.names = entries.stream().map(NoProxy::withoutDots).toList();
    }

    /** Null if it is neither an address nor a range. */
    private static @Nullable AddressRange range(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = address.startsWith("[") ? UriHost.literal(address) : UriHost.address(address);
        if (bytes == null) {
            return null;
        }
        int most = 8 * bytes.length;
        String digits = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        int bits = digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
        return bits <= most ? AddressRange.of(bytes, bits) : null;
    }

    private static String withoutDots(String name) {
        String rest = name.startsWith(".") ? name.substring(1) : name;
        return rest.endsWith(".") ? rest.substring(0, rest.length() - 1) : rest;
    }

    /** Whether a host is one of these. */
    boolean matches(String host) {
        byte[] address = UriHost.address(host);
        if (address != null) {
            return all || isInRange(address);
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return all || names.stream().anyMatch(entry -> name.equals(entry) || name.endsWith("." + entry));
    }

    private boolean isInRange(byte[] address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}
