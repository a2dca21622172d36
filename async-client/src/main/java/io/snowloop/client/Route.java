// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Request;
import io.snowloop.tls.TlsConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An origin and the way to it. A connection is kept for the requests with one route.
 *
 * @param proxy null if there is none on the way
 * @param tunneled whether the proxy opens a connection to the origin; if not, it takes the requests itself
 * @param tls that of some requests only; null for that of the fetcher, and without TLS
 */
record Route(
        Origin origin,
        @Nullable Proxy proxy,
        boolean tunneled,
        @Nullable TlsConfig tls) {
    static Route direct(Origin origin) {
        return new Route(origin, null, false, null);
    }

    /** The way of a request to its target, whose own is the direct one. RFC 6455 §4.1: a WebSocket goes through a tunnel. */
    static Route of(Request request, Route direct, ProxyChoice usual) {
        ProxyChoice own = request.attribute(ProxyChoice.OF_REQUEST);
        ProxyChoice choice = own != null ? own : usual;
        Origin origin = direct.origin;
        Proxy proxy = choice.proxyFor(origin.scheme(), origin.host(), origin.port());
        TlsConfig tls = tls(request, origin);
        if (proxy == null) {
            return tls == null ? direct : new Route(origin, null, false, tls);
        }
        boolean upgrades = request.attribute(ClientUpgrade.ATTRIBUTE) != null;
        return new Route(origin, proxy, !proxy.isHttp() || origin.isSecure() || upgrades, tls);
    }

    private static @Nullable TlsConfig tls(Request request, Origin origin) {
        TlsConfig own = request.attribute(FetcherOptions.TLS_OF_REQUEST);
        return own == null || !origin.isSecure() ? null : FetcherOptions.ofClient(own);
    }

    /** Whether a proxy takes the requests themselves. */
    boolean isForwarded() {
        return proxy != null && !tunneled;
    }

    /** The proxy of a route that has one. */
    Proxy proxyOnWay() {
        return Objects.requireNonNull(proxy, "no proxy");
    }

    @Override
    public String toString() {
        return proxy == null ? origin.toString() : origin + " through " + proxy;
    }
}
