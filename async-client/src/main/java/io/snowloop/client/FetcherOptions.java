package io.snowloop.client;

import io.snowloop.http.h1.Limits;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.Connector;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a fetcher treats its requests and connections.
 *
 * @param timeouts how long things may take
 * @param limits on what a response may be
 * @param maxBody the largest body that {@link Fetcher#fetch} collects, in bytes
 * @param maxPerOrigin how many connections to one origin there may be, at least 1; further requests wait
 * @param maxConnections how many connections there may be in all, at least 1; further requests wait
 * @param keepAlive how long a connection without work is kept; zero closes it in the next turn
 * @param connector how names are looked up and connections made
 * @param tls for {@code https://} URLs; null for {@link TlsConfig#client()}, made when the first one comes
 * @param via where to connect to, whatever the URL says: a Unix-domain socket, say; null for where the URL says
 */
public record FetcherOptions(
        Timeouts timeouts,
        Limits limits,
        long maxBody,
        int maxPerOrigin,
        int maxConnections,
        Duration keepAlive,
        Connector connector,
        @Nullable TlsConfig tls,
        @Nullable SocketAddress via) {
    /** The usual time-outs and limits; bodies up to 64 MiB; 64 connections to an origin, 1,024 in all, kept for 30 s. */
    public static final FetcherOptions DEFAULT = new FetcherOptions(
            Timeouts.DEFAULT,
            Limits.DEFAULT,
            64L * 1024 * 1024,
            64,
            1_024,
            Duration.ofSeconds(30),
            Connector.create(),
            null,
            null);

    /** Checks the bounds. */
    public FetcherOptions {
        requireAtLeastOne("maxPerOrigin", maxPerOrigin);
        requireAtLeastOne("maxConnections", maxConnections);
        if (maxBody < 0) {
            throw new IllegalArgumentException("maxBody must not be negative: " + maxBody);
        }
        if (tls != null && tls.side() != TlsConfig.Side.CLIENT) {
            throw new IllegalArgumentException("tls must be a client's configuration, not a server's");
        }
        if (keepAlive.isNegative()) {
            throw new IllegalArgumentException("keepAlive must not be negative: " + keepAlive);
        }
    }

    /** What {@code https://} URLs are fetched with. Not a part of {@link #DEFAULT}: most fetchers never need it. */
    TlsConfig tlsOrDefault() {
        return tls != null ? tls : TlsConfig.client();
    }

    private static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }

    /** With other time-outs. */
    public FetcherOptions withTimeouts(Timeouts timeouts) {
        return new FetcherOptions(
                timeouts, limits, maxBody, maxPerOrigin, maxConnections, keepAlive, connector, tls, via);
    }

    /** With other limits. */
    public FetcherOptions withLimits(Limits limits) {
        return new FetcherOptions(
                timeouts, limits, maxBody, maxPerOrigin, maxConnections, keepAlive, connector, tls, via);
    }

    /** With another bound on bodies that are collected. */
    public FetcherOptions withMaxBody(long maxBody) {
        return new FetcherOptions(
                timeouts, limits, maxBody, maxPerOrigin, maxConnections, keepAlive, connector, tls, via);
    }

    /** With other caps on connections. */
    public FetcherOptions withMaxConnections(int maxPerOrigin, int maxConnections) {
        return new FetcherOptions(
                timeouts, limits, maxBody, maxPerOrigin, maxConnections, keepAlive, connector, tls, via);
    }

    /** With another time for connections without work. */
    public FetcherOptions withKeepAlive(Duration keepAlive) {
        return new FetcherOptions(
                timeouts, limits, maxBody, maxPerOrigin, maxConnections, keepAlive, connector, tls, via);
    }

    /** With another connector. */
    public FetcherOptions withConnector(Connector connector) {
        return new FetcherOptions(
                timeouts, limits, maxBody, maxPerOrigin, maxConnections, keepAlive, connector, tls, via);
    }

    /** With another trust, an identity, or whatever else TLS can be told. */
    public FetcherOptions withTls(TlsConfig tls) {
        return new FetcherOptions(
                timeouts, limits, maxBody, maxPerOrigin, maxConnections, keepAlive, connector, tls, via);
    }

    /** With connections that all go to one address. */
    public FetcherOptions withVia(SocketAddress via) {
        return new FetcherOptions(
                timeouts, limits, maxBody, maxPerOrigin, maxConnections, keepAlive, connector, tls, via);
    }
}
