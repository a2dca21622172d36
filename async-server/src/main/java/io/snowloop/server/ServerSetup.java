// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Handler;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.metrics.Metrics;
import io.snowloop.tls.TlsConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server does with each connection, in all its loops.
 *
 * @param handler answers the requests
 * @param tls secures all connections; null for plain HTTP
 * @param metrics where figures go
 * @param http2 the limits of connections that speak it; null if none does
 * @param proxies those whose connections begin with a header of the PROXY protocol
 */
record ServerSetup(
        Handler handler,
        ServerOptions options,
        @Nullable TlsConfig tls,
        Metrics metrics,
        @Nullable Http2Limits http2,
        AddressRanges proxies) {
    /** The protocol that is spoken has to be offered by ALPN (RFC 9113 §3.2), unless the caller wants no ALPN. */
    ServerSetup {
        if (tls != null && http2 != null && !tls.applicationProtocols().isEmpty()) {
            Set<String> names = new LinkedHashSet<>(List.of("h2"));
            names.addAll(tls.applicationProtocols());
            tls = tls.toBuilder()
                    .applicationProtocols(names.toArray(String[]::new))
                    .build();
        }
    }
}
