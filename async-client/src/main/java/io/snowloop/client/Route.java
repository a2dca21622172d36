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
 * @param policy that of some requests only; null for that of the fetcher
 */
record Route(
        Origin origin,
        @Nullable Proxy proxy,
        boolean tunneled,
        @Nullable TlsConfig tls,
        @Nullable HttpVersionPolicy policy) {
    static Route direct(Origin origin) {
        return new Route(origin, null, false, null, null);
    }

    /** The way of a request to its target, whose own is the direct one. RFC 6455 §4.1: a WebSocket goes through a tunnel. */
    static Route of(Request request, Route direct, FetcherOptions options) {
        ProxyChoice own = request.attribute(ProxyChoice.OF_REQUEST);
        ProxyChoice choice = own != null ? own : options.proxies();
        Origin origin = direct.origin;
        Proxy proxy = choice.proxyFor(origin.scheme(), origin.host(), origin.port());
        TlsConfig tls = tls(request, origin);
        HttpVersionPolicy policy = policy(request, options.httpVersion());
        if (proxy == null) {
            return tls == null && policy == null ? direct : new Route(origin, null, false, tls, policy);
        }
        // A proxy that takes requests itself does so with HTTP/1.1. So what must not be sent with that goes through a
        // tunnel.
        boolean tunneled = !proxy.isHttp()
                || origin.isSecure()
                || request.attribute(ClientUpgrade.ATTRIBUTE) != null
                || (policy == null ? options.httpVersion() : policy) == HttpVersionPolicy.HTTP_2;
        return new Route(origin, proxy, tunneled, tls, policy);
    }

    /** Null for that of the fetcher. */
    private static @Nullable HttpVersionPolicy policy(Request request, HttpVersionPolicy usual) {
        HttpVersionPolicy own = request.attribute(HttpVersionPolicy.OF_REQUEST);
        return own == usual ? null : own;
    }

    private static @Nullable TlsConfig tls(Request request, Origin origin) {
        TlsConfig own = request.attribute(FetcherOptions.TLS_OF_REQUEST);
        return own == null || !origin.isSecure() ? null : ofClient(own);
    }

    /** Refuses the configuration of a server. */
    static TlsConfig ofClient(TlsConfig tls) {
        if (tls.side() != TlsConfig.Side.CLIENT) {
            throw new IllegalArgumentException("tls must be a client's configuration, not a server's");
        }
        return tls;
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
