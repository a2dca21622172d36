// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.dns.DnsOptions;
import io.snowloop.dns.DnsResolver;
import io.snowloop.dns.HostsFile;
import io.snowloop.dns.ResolvConf;
import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The name servers that the command line gives. All else is as the files of the machine say. */
final class NameServers {
    private static final int PORT = 53;

    private NameServers() {}

    static Resolver resolver(String list) throws IOException {
        return DnsResolver.of(DnsOptions.builder(ResolvConf.read(Path.of("/etc/resolv.conf")))
                .hosts(HostsFile.read(Path.of("/etc/hosts")))
                .servers(addresses(list))
                .build());
    }

    private static InetSocketAddress[] addresses(String list) {
        return Stream.of(list.split(",", -1)).map(NameServers::address).toArray(InetSocketAddress[]::new);
    }

    /** An address, or an address with a port; of IPv6 with a port, in brackets. */
    private static InetSocketAddress address(String text) {
        InetSocketAddress whole = Resolver.address(text, PORT);
        int colon = text.lastIndexOf(':');
        if (!whole.isUnresolved() || colon < 0) {
            return checked(whole, text);
        }
        try {
            return checked(
                    Resolver.address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1))), text);
        } catch (IllegalArgumentException e) { // no number, or none of a port
            throw mistake(text);
        }
    }

    private static InetSocketAddress checked(InetSocketAddress address, String text) {
        if (address.isUnresolved() || address.getPort() == 0) {
            throw mistake(text);
        }
        return address;
    }

    private static IllegalArgumentException mistake(String text) {
        return new IllegalArgumentException("--dns-servers: '" + text
                + "' is not the address of a server: write one such as 127.0.0.1, 127.0.0.1:53 or [::1]:53");
    }
}
