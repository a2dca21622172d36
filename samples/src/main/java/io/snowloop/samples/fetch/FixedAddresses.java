// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import io.snowloop.transport.Resolver;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses that the command line gives to names; other names are looked up by another resolver. */
final class FixedAddresses implements Resolver {
    private static final Pattern TRIPLE = Pattern.compile("([^:]+):(\\d{1,5}):(.+)");

    private final Map<String, List<InetAddress>> known = new HashMap<>();
    private final Resolver others;

    private FixedAddresses(Resolver others) {
        this.others = others;
    }

    /**
     * The addresses of {@code HOST:PORT:ADDRESS}. A resolver is not told the port, so the port has to be that of a URL: else the triple
     * would be for nothing in curl, and for something here.
     */
    static FixedAddresses of(List<String> triples, List<String> urls, Resolver others) {
        FixedAddresses addresses = new FixedAddresses(others);
        for (String triple : triples) {
            Matcher parts = TRIPLE.matcher(triple);
            if (!parts.matches()) {
                throw new IllegalArgumentException("--resolve '" + triple
                        + "' has not three parts: write HOST:PORT:ADDRESS, such as example.org:443:127.0.0.1");
            }
            String host = parts.group(1).toLowerCase(Locale.ROOT);
            if (urls.stream().noneMatch(url -> is(URI.create(url), host, parts.group(2)))) {
                throw new IllegalArgumentException("--resolve '" + triple + "' is for no URL: none has the host " + host
                        + " and the port " + parts.group(2));
            }
            if (addresses.known.put(host, addresses(triple, parts.group(3))) != null) {
                throw new IllegalArgumentException("--resolve is given twice for " + host
                        + ": write all its addresses behind one port, with commas between them");
            }
        }
        return addresses;
    }

    private static boolean is(URI url, String host, String port) {
        int standard = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        int actual = url.getPort() < 0 ? standard : url.getPort();
        return host.equalsIgnoreCase(url.getHost()) && actual == Integer.parseInt(port);
    }

    private static List<InetAddress> addresses(String triple, String list) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : list.split(",", -1)) {
            String literal = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
            InetAddress address =
                    literal.isEmpty() ? null : Resolver.address(literal, 0).getAddress();
            if (address == null) {
                throw new IllegalArgumentException("--resolve '" + triple + "': '" + text
                        + "' is not an IP address: write one such as 127.0.0.1 or [::1]");
            }
            addresses.add(address);
        }
        return List.copyOf(addresses);
    }

    @Override
    public Future<List<InetAddress>> resolve(Scheduler loop, String host) {
        List<InetAddress> addresses = known.get(host.toLowerCase(Locale.ROOT));
        return addresses == null ? others.resolve(loop, host) : Future.completed(addresses);
    }
}
