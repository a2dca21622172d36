package io.snowloop.client;

import io.snowloop.http.h1.Limits;
import io.snowloop.options.Bounds;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.Connector;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a fetcher. Immutable.
 *
 * <pre>{@code
 * Fetcher.create(FetcherOptions.builder().maxPerOrigin(6).build())
 * }</pre>
 */
public final class FetcherOptions {
    /** Every setting at its default. */
    public static final FetcherOptions DEFAULT = builder().build();

    private final Timeouts timeouts;
    private final Limits limits;
    private final long maxBody;
    private final int maxPerOrigin;
    private final int maxConnections;
    private final Duration keepAlive;
    private final Connector connector;
    private final @Nullable TlsConfig tls;
    private final @Nullable SocketAddress connectTo;

    private FetcherOptions(Builder builder) {
        this.timeouts = builder.timeouts;
        this.limits = builder.limits;
        this.maxBody = builder.maxBody;
        this.maxPerOrigin = builder.maxPerOrigin;
        this.maxConnections = builder.maxConnections;
        this.keepAlive = builder.keepAlive;
        this.connector = builder.connector;
        this.tls = builder.tls;
        this.connectTo = builder.connectTo;
    }

    /** A builder with every setting at its default. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these settings. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The time-outs of a fetch. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** The limits on responses. */
    public Limits limits() {
        return limits;
    }

    /** The longest body that {@code fetch} collects, in bytes. */
    public long maxBody() {
        return maxBody;
    }

    /** The most connections to one origin. */
    public int maxPerOrigin() {
        return maxPerOrigin;
    }

    /** The most connections in all. */
    public int maxConnections() {
        return maxConnections;
    }

    /** How long an idle connection is kept. */
    public Duration keepAlive() {
        return keepAlive;
    }

    /** What opens the connections. */
    public Connector connector() {
        return connector;
    }

    /** The TLS configuration; null for {@link TlsConfig#client()}. */
    public @Nullable TlsConfig tls() {
        return tls;
    }

    /** The address of all connections; null for the address in the URL. */
    public @Nullable SocketAddress connectTo() {
        return connectTo;
    }

    /** The TLS configuration. It is not made for {@link #DEFAULT}: reading the JDK's authorities takes long. */
    TlsConfig tlsOrDefault() {
        return tls != null ? tls : TlsConfig.client();
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private Timeouts timeouts = Timeouts.DEFAULT;
        private Limits limits = Limits.DEFAULT;
        private long maxBody = 64L * 1024 * 1024;
        private int maxPerOrigin = 64;
        private int maxConnections = 1_024;
        private Duration keepAlive = Duration.ofSeconds(30);
        private Connector connector = Connector.DEFAULT;
        private @Nullable TlsConfig tls;
        private @Nullable SocketAddress connectTo;

        private Builder() {}

        private Builder(FetcherOptions options) {
            this.timeouts = options.timeouts;
            this.limits = options.limits;
            this.maxBody = options.maxBody;
            this.maxPerOrigin = options.maxPerOrigin;
            this.maxConnections = options.maxConnections;
            this.keepAlive = options.keepAlive;
            this.connector = options.connector;
            this.tls = options.tls;
            this.connectTo = options.connectTo;
        }

        /** The time-outs of a fetch. Default: {@link Timeouts#DEFAULT}. */
        public Builder timeouts(Timeouts timeouts) {
            this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
            return this;
        }

        /**
         * The limits on responses. Default: {@link Limits#DEFAULT}. A response over one of them fails its fetch with
         * {@link io.snowloop.http.h1.RemoteProtocolException}.
         */
        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * The longest body that {@link Fetcher#fetch(io.snowloop.http.Request)} collects, in bytes. At least 0; default: 64 MiB. A longer one fails
         * the fetch with {@link io.snowloop.http.BodyTooLargeException}.
         */
        public Builder maxBody(long bytes) {
            this.maxBody = Bounds.atLeast("maxBody", 0, bytes);
            return this;
        }

        /** The most connections to one origin. At least 1; default: 64. Further requests wait, in order. */
        public Builder maxPerOrigin(int connections) {
            this.maxPerOrigin = Bounds.atLeast("maxPerOrigin", 1, connections);
            return this;
        }

        /** The most connections in all. At least 1; default: 1,024. Further requests wait, in order. */
        public Builder maxConnections(int connections) {
            this.maxConnections = Bounds.atLeast("maxConnections", 1, connections);
            return this;
        }

        /**
         * How long an idle connection is kept. Not negative; default: 30 s. Then it is closed; with zero, in the next turn.
         */
        public Builder keepAlive(Duration idle) {
            this.keepAlive = Bounds.notNegative("keepAlive", idle);
            return this;
        }

        /** What looks up names and opens the connections. Default: {@link Connector#DEFAULT}. */
        public Builder connector(Connector connector) {
            this.connector = Objects.requireNonNull(connector, "connector");
            return this;
        }

        /**
         * The TLS configuration for {@code https://} URLs, of a client. Default: null, which means
         * {@link TlsConfig#client()}, made when the first such URL is fetched.
         */
        public Builder tls(@Nullable TlsConfig tls) {
            if (tls != null && tls.side() != TlsConfig.Side.CLIENT) {
                throw new IllegalArgumentException("tls must be a client's configuration, not a server's");
            }
            this.tls = tls;
            return this;
        }

        /**
         * The address of all connections, a Unix-domain one for example. Default: null, which means the host and port of
         * each URL. The {@code Host} field and the name that TLS verifies are those of the URL in any case.
         */
        public Builder connectTo(@Nullable SocketAddress address) {
            this.connectTo = address;
            return this;
        }

        /** Options with these settings. */
        public FetcherOptions build() {
            return new FetcherOptions(this);
        }
    }
}
