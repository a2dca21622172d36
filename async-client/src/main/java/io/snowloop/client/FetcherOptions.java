// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Attribute;
import io.snowloop.http.h1.Limits;
import io.snowloop.metrics.Metrics;
import io.snowloop.options.Bounds;
import io.snowloop.options.HeapDefaults;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.Connector;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a fetcher. Immutable.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#fetcher-options -->
 * <pre>{@code
 * FetcherOptions options = FetcherOptions.builder()
 *         .maxPerOrigin(6)
 *         .timeouts(Timeouts.builder().total(ofSeconds(30)).build())
 *         .build();
 * try (Fetcher fetcher = Fetcher.create(options)) {
 *     Response page = fetcher.runUntil(fetcher.fetch(url));
 *     assertThat(page.text()).isEqualTo("home");
 * }
 * }</pre>
 */
public final class FetcherOptions {
    /** Every setting at its default. */
    public static final FetcherOptions DEFAULT = builder().build();

    /**
     * The TLS configuration of one request, in place of {@link #tls}. Connections are shared by requests with the same one, so make one for
     * all of them.
     */
    public static final Attribute<TlsConfig> TLS_OF_REQUEST = Attribute.of("tls");

    /** A copy that no code changes. */
    private final Builder settings;

    private FetcherOptions(Builder builder) {
        this.settings = new Builder(builder);
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(settings);
    }

    /** {@return the time-outs of a fetch} */
    public Timeouts timeouts() {
        return settings.timeouts;
    }

    /** {@return the limits on responses} */
    public Limits limits() {
        return settings.limits;
    }

    /** {@return the longest body that {@code fetch} collects, in bytes} */
    public long maxBody() {
        return settings.maxBody;
    }

    /** {@return the most memory for all that is received and not complete, in bytes} */
    public long maxMemory() {
        return settings.maxMemory;
    }

    /** {@return the most connections to one origin} */
    public int maxPerOrigin() {
        return settings.maxPerOrigin;
    }

    /** {@return the most connections in all} */
    public int maxConnections() {
        return settings.maxConnections;
    }

    /** {@return how long an idle connection is kept} */
    public Duration keepAlive() {
        return settings.keepAlive;
    }

    /** {@return how old a connection may become} */
    public Duration maxAge() {
        return settings.maxAge;
    }

    /** {@return what opens the connections} */
    public Connector connector() {
        return settings.connector;
    }

    /** {@return the TLS configuration; null for {@link TlsConfig#client()}} */
    public @Nullable TlsConfig tls() {
        return settings.tls;
    }

    /** {@return the address of all connections; null for the address in the URL} */
    public @Nullable SocketAddress connectTo() {
        return settings.connectTo;
    }

    /** {@return what chooses the proxy of each request} */
    public ProxyChoice proxies() {
        return settings.proxies;
    }

    /** {@return which versions of HTTP requests may be sent with} */
    public HttpVersionPolicy httpVersion() {
        return settings.httpVersion;
    }

    /** {@return the settings of HTTP/2 connections} */
    public Http2Options http2() {
        return settings.http2;
    }

    /** {@return where figures of the pool go} */
    public Metrics metrics() {
        return settings.metrics;
    }

    /** {@return what sees the cost of each request} */
    public FetchListener listener() {
        return settings.listener;
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private Timeouts timeouts = Timeouts.DEFAULT;
        private Limits limits = Limits.DEFAULT;
        private long maxBody = 64L * 1024 * 1024;
        private long maxMemory = Runtime.getRuntime().maxMemory() / 4;
        private int maxPerOrigin = 64;
        private int maxConnections = HeapDefaults.count(1_024, 256 * 1024);
        private Duration keepAlive = Duration.ofSeconds(30);
        private Duration maxAge = Duration.ofDays(1);
        private Connector connector = Connector.DEFAULT;
        private @Nullable TlsConfig tls;
        private @Nullable SocketAddress connectTo;
        private ProxyChoice proxies = ProxyChoice.DIRECT;
        private HttpVersionPolicy httpVersion = HttpVersionPolicy.HTTP_1_1;
        private Http2Options http2 = Http2Options.DEFAULT;
        private Metrics metrics = Metrics.NONE;
        private FetchListener listener = FetchListener.NONE;

        private Builder() {}

        private Builder(Builder other) {
            this.timeouts = other.timeouts;
            this.limits = other.limits;
            this.maxBody = other.maxBody;
            this.maxMemory = other.maxMemory;
            this.maxPerOrigin = other.maxPerOrigin;
            this.maxConnections = other.maxConnections;
            this.keepAlive = other.keepAlive;
            this.maxAge = other.maxAge;
            this.connector = other.connector;
            this.tls = other.tls;
            this.connectTo = other.connectTo;
            this.proxies = other.proxies;
            this.httpVersion = other.httpVersion;
            this.http2 = other.http2;
            this.metrics = other.metrics;
            this.listener = other.listener;
        }

        /**
         * Sets the time-outs of a fetch.
         * @param timeouts default: {@link Timeouts#DEFAULT}
         * @return this builder
         */
        public Builder timeouts(Timeouts timeouts) {
            this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
            return this;
        }

        /**
         * Sets the limits on responses by HTTP/1.1. A response over one of them fails its fetch with {@link
         * io.snowloop.http.h1.RemoteProtocolException}.
         * @param limits default: {@link Limits#DEFAULT}
         * @return this builder
         */
        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Sets the longest body that {@link Fetcher#fetch(io.snowloop.http.Request)} collects, in bytes. A longer one fails
         * the fetch with {@link io.snowloop.http.BodyTooLargeException}.
         * @param bytes at least 0; default: 64 MiB
         * @return this builder
         */
        public Builder maxBody(long bytes) {
            this.maxBody = Bounds.atLeast("maxBody", 0, bytes);
            return this;
        }

        /**
         * Sets the most memory for all that is kept and not complete: bodies with their fields, events, messages. What would need more fails
         * with an {@link java.io.IOException}; a WebSocket is reset. What a program has got, or reads as a stream, is not counted.
         * @param bytes at least 1; default: a quarter of the largest heap ({@link Runtime#maxMemory})
         * @return this builder
         */
        public Builder maxMemory(long bytes) {
            this.maxMemory = Bounds.atLeast("maxMemory", 1, bytes);
            return this;
        }

        /**
         * Sets the most connections to one origin. Further requests wait, in order. An HTTP/2 connection carries several at a time.
         * @param connections at least 1; default: 64
         * @return this builder
         */
        public Builder maxPerOrigin(int connections) {
            this.maxPerOrigin = Bounds.atLeast("maxPerOrigin", 1, connections);
            return this;
        }

        /**
         * Sets the most connections in all. Further requests wait, in order.
         * @param connections at least 1; default: 1,024, or one for each 256 KiB of the largest heap if those are fewer
         * @return this builder
         */
        public Builder maxConnections(int connections) {
            this.maxConnections = Bounds.atLeast("maxConnections", 1, connections);
            return this;
        }

        /**
         * Sets how long an idle connection is kept. Then it is closed; with zero, in the next turn.
         * @param idle not negative; default: 30 s
         * @return this builder
         */
        public Builder keepAlive(Duration idle) {
            this.keepAlive = Bounds.notNegative("keepAlive", idle);
            return this;
        }

        /**
         * Sets how old a connection may become: then it is closed, when its response is complete. So a name that has got another
         * address is looked up again, however busy the connections are.
         * @param age positive; default: 1 day
         * @return this builder
         */
        public Builder maxAge(Duration age) {
            this.maxAge = Bounds.positive("maxAge", age);
            return this;
        }

        /**
         * Sets what looks up names and opens the connections.
         * @param connector default: {@link Connector#DEFAULT}
         * @return this builder
         */
        public Builder connector(Connector connector) {
            this.connector = Objects.requireNonNull(connector, "connector");
            return this;
        }

        /**
         * Sets the TLS configuration for {@code https://} URLs, of a client.
         * @param tls default: null, which means {@link TlsConfig#client()}, made when the first such URL is fetched
         * @return this builder
         */
        public Builder tls(@Nullable TlsConfig tls) {
            this.tls = tls == null ? null : Route.ofClient(tls);
            return this;
        }

        /**
         * Sets the address of all connections, a Unix-domain one for example. The {@code Host} field and the name that TLS
         * verifies are those of the URL in any case.
         * @param address default: null, which means the host and port of each URL, or of its proxy
         * @return this builder
         */
        public Builder connectTo(@Nullable SocketAddress address) {
            this.connectTo = address;
            return this;
        }

        /**
         * Sets the proxies. With {@link #connectTo}, that is where the proxy is.
         * @param proxies a {@link Proxy} for all requests, {@link ProxyChoice#environment}, or a function of your own; default: {@link
         *     ProxyChoice#DIRECT}, whatever the environment says
         * @return this builder
         */
        public Builder proxies(ProxyChoice proxies) {
            this.proxies = Objects.requireNonNull(proxies, "proxies");
            return this;
        }

        /**
         * Sets which versions of HTTP requests may be sent with.
         * @param httpVersion default: {@link HttpVersionPolicy#HTTP_1_1}
         * @return this builder
         */
        public Builder httpVersion(HttpVersionPolicy httpVersion) {
            this.httpVersion = Objects.requireNonNull(httpVersion, "httpVersion");
            return this;
        }

        /**
         * Sets limits and the health check of HTTP/2 connections.
         * @param http2 default: {@link Http2Options#DEFAULT}
         * @return this builder
         */
        public Builder http2(Http2Options http2) {
            this.http2 = Objects.requireNonNull(http2, "http2");
            return this;
        }

        /**
         * Sets where figures of the pool go: how many connections there are, how many of them are idle, and how many requests wait.
         * @param metrics such as {@link io.snowloop.metrics.Prometheus}; default: {@link Metrics#NONE}
         * @return this builder
         */
        public Builder metrics(Metrics metrics) {
            this.metrics = Objects.requireNonNull(metrics, "metrics");
            return this;
        }

        /**
         * Sets what sees the cost of each request: its phases, its connection, its failure.
         * @param listener default: {@link FetchListener#NONE}
         * @return this builder
         */
        public Builder listener(FetchListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** {@return options with these settings} */
        public FetcherOptions build() {
            return new FetcherOptions(this);
        }
    }
}
