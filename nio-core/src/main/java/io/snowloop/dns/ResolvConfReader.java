// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.http.syntax.UriHost;
import io.snowloop.transport.Resolver;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the lines of resolv.conf(5) one after the other. */
final class ResolvConfReader {
    final List<InetSocketAddress> servers = new ArrayList<>();
    List<String> search = List.of();
    int ndots = 1;
    int timeout = 5;
    int attempts = 2;
    boolean rotate;
    boolean tcp;

    void line(String line) {
        List<String> words = TextFile.words(line);
        if (words.size() > 1) {
            List<String> values = words.subList(1, words.size());
            switch (words.get(0)) {
                case "nameserver" -> server(values.get(0));
                case "domain" ->
                    search = domains(values.subList(0, 1)); // of these two, the last one in the file counts
                case "search" -> search = domains(values);
                case "options" -> values.forEach(this::option);
                default -> {} // sortlist and what is unknown
            }
        }
    }

    private void server(String text) {
        InetAddress address = address(text);
        if (address != null && servers.size() < ResolvConf.MAX_SERVERS) {
            servers.add(new InetSocketAddress(address, ResolvConf.PORT));
        }
    }

    /** Null if it is none. A link-local address has a zone: the interface behind a percent sign (RFC 4007 §11). */
    private static @Nullable InetAddress address(String text) {
        int percent = text.indexOf('%');
        InetAddress address = Resolver.address(percent < 0 ? text : text.substring(0, percent), 0)
                .getAddress();
        if (percent < 0 || !(address instanceof Inet6Address)) {
            return percent < 0 ? address : null;
        }
        try {
            NetworkInterface zone = NetworkInterface.getByName(text.substring(percent + 1));
            return zone == null ? null : Inet6Address.getByAddress(null, address.getAddress(), zone);
        } catch (SocketException | UnknownHostException e) { // the interface has no IPv6
            return null;
        }
    }

    /** A dot alone is the root, which is asked anyway. */
    private static List<String> domains(List<String> words) {
        return words.stream()
                .filter(UriHost::isName)
                .limit(ResolvConf.MAX_SEARCH)
                .toList();
    }

    private void option(String option) {
        int colon = option.indexOf(':');
        int value = colon < 0 ? -1 : number(option.substring(colon + 1));
        switch (colon < 0 ? option : option.substring(0, colon)) {
            case "ndots" -> ndots = value < 0 ? ndots : Math.min(value, 15);
            case "timeout" -> timeout = value < 0 ? timeout : Math.max(1, Math.min(value, 30));
            case "attempts" -> attempts = value < 0 ? attempts : Math.max(1, Math.min(value, 5));
            case "rotate" -> rotate = true;
            case "use-vc" -> tcp = true;
            default -> {} // edns0 is always on; the rest is the C library's own
        }
    }

    /** -1 if it is none. */
    private static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() < 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }
}
