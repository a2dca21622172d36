// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Handler;
import io.snowloop.metrics.Metrics;
import io.snowloop.tls.TlsConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a server does with each connection, in all its loops.
 *
 * @param handler answers the requests
 * @param tls secures all connections; null for plain HTTP
 * @param metrics where figures go
 * @param proxies those whose connections begin with a header of the PROXY protocol
 */
record ServerSetup(
        Handler handler, ServerOptions options, @Nullable TlsConfig tls, Metrics metrics, AddressRanges proxies) {}
