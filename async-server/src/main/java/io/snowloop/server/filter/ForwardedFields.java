// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.UriHost;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the proxies of a request say of it, in their order: the one that is next to us is the last. */
final class ForwardedFields {
    /** RFC 7239 §4; a quoted-string may have commas and semicolons. Possessive, so that a long one needs no deep stack. */
    private static final Pattern PAIR =
            Pattern.compile("[ \t]*([^=;,\" \t]+)=(\"(?:[^\"\\\\]|\\\\.)*+\"|[^;,\" \t]*)[ \t]*([;,]|$)");

    /** RFC 7239 §6: a node is an address with or without a port; IPv6 in brackets. Many proxies leave the brackets out. */
    private static final Pattern NODE =
            Pattern.compile("\\[([^\\]]*)](?::(\\d{1,5}))?|([^:]*)(?::(\\d{1,5}))?|([0-9a-fA-F:.]+)");

    /** In characters. What the proxies have said is at the end; before it, a client may have written 64 KB, which took up to 80 ms. */
    private static final int LONGEST = 8 * 1024;

    private ForwardedFields() {}

    /**
     * One proxy's word.
     *
     * @param client the sender of the request that the proxy got; null if that is no address
     * @param secure whether it got it over TLS; null if it does not say
     * @param host that the request was for; null if it does not say
     */
    record Hop(
            @Nullable InetSocketAddress client,
            @Nullable Boolean secure,
            @Nullable String host) {}

    /** Those of {@code Forwarded} (RFC 7239). What is malformed is the word of a hop that says nothing. */
    static List<Hop> standard(Request request) {
        List<Hop> hops = new ArrayList<>();
        String text = text(request.headers(), "Forwarded");
        Matcher pair = PAIR.matcher(text);
        Map<String, String> element = new HashMap<>();
        int at = 0;
        while (at < text.length()) {
            if (!pair.region(at, text.length()).lookingAt()) {
                hops.clear(); // where its elements begin is not clear: what is left of here counts for nothing
                element.clear();
                int comma = text.indexOf(',', at);
                hops.add(new Hop(null, null, null));
                at = comma < 0 ? text.length() : comma + 1;
                continue;
            }
            element.putIfAbsent(pair.group(1).toLowerCase(Locale.ROOT), unquoted(pair.group(2)));
            at = pair.end();
            if (!pair.group(3).equals(";")) {
                hops.add(hop(element.get("for"), element.get("proto"), element.get("host")));
                element.clear();
            }
        }
        return hops;
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    /** Those of {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}, which have no standard. */
    static List<Hop> unofficial(Request request) {
        List<String> clients = list(request.headers(), "X-Forwarded-For");
        List<String> schemes = list(request.headers(), "X-Forwarded-Proto");
        List<String> hosts = list(request.headers(), "X-Forwarded-Host");
        List<Hop> hops = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            hops.add(hop(clients.get(i), at(schemes, i, clients.size()), at(hosts, i, clients.size())));
        }
        return hops;
    }

    private static String text(Headers headers, String name) {
        String text = String.join(",", headers.all(name));
        if (text.length() <= LONGEST) {
            return text;
        }
        int comma = text.indexOf(',', text.length() - LONGEST);
        return comma < 0 ? "?" : text.substring(comma + 1);
    }

    private static List<String> list(Headers headers, String name) {
        List<String> values = new ArrayList<>();
        for (String value : text(headers, name).split(",")) {
            if (!value.isBlank()) {
                values.add(value.strip());
            }
        }
        return values;
    }

    /** Of the same proxy, if each has added one; else that of the last one, which has replaced what there was. */
    private static @Nullable String at(List<String> values, int index, int size) {
        if (values.isEmpty()) {
            return null;
        }
        return values.get(values.size() == size ? index : values.size() - 1);
    }

    private static Hop hop(@Nullable String node, @Nullable String scheme, @Nullable String host) {
        Boolean secure = "https".equalsIgnoreCase(scheme)
                ? Boolean.TRUE
                : "http".equalsIgnoreCase(scheme) ? Boolean.FALSE : null;
        boolean valid = host != null
                && !host.isEmpty()
                && host.chars().allMatch(c -> c < 0x80 && (Grammar.isHostChar((char) c) || ":[]".indexOf(c) >= 0));
        return new Hop(node == null ? null : address(node), secure, valid ? host : null);
    }

    /** Null for {@code unknown} and for names that hide one (§6.2, §6.3). The port is 0 if there is none. */
    private static @Nullable InetSocketAddress address(String node) {
        Matcher parts = NODE.matcher(node);
        if (!parts.matches()) {
            return null;
        }
        String host = first(parts.group(1), parts.group(3), parts.group(5));
        String port = first(parts.group(2), parts.group(4), "0");
        byte[] bytes = UriHost.address(host);
        int number = Integer.parseInt(port);
        if (bytes == null || number > 0xFFFF) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), number);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("addresses of 4 or 16 bytes are valid", e);
        }
    }

    private static String first(@Nullable String one, @Nullable String two, @Nullable String three) {
        return one != null ? one : two != null ? two : String.valueOf(three);
    }
}
