// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.dns.message.DomainName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which names a host name may mean, in the order in which they are looked up (resolv.conf(5)). */
final class SearchList {
    private SearchList() {}

    /** None if it is no name that DNS can have. */
    static List<DomainName> names(String host, ResolvConf conf) {
        DomainName itself = DomainName.parse(host);
        if (itself == null || host.endsWith(".")) { // a dot at the end: as it is
            return itself == null ? List.of() : List.of(itself);
        }
        List<DomainName> names = new ArrayList<>();
        for (String domain : conf.search()) {
            addIfThere(names, DomainName.parse(host + "." + domain));
        }
        long dots = host.chars().filter(c -> c == '.').count();
        names.add(dots >= conf.ndots() ? 0 : names.size(), itself);
        return names.stream().distinct().toList();
    }

    /** With a long domain it may be longer than a name can be. */
    private static void addIfThere(List<DomainName> names, @Nullable DomainName name) {
        if (name != null) {
            names.add(name);
        }
    }
}
