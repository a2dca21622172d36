// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.options.Bounds;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** How a {@link DnsResolver} looks names up. Immutable. */
public final class DnsOptions {
    /** Every setting at its default: the server is this machine, and there is no hosts file. */
    public static final DnsOptions DEFAULT = builder().build();

    private final ResolvConf conf;
    private final HostsFile hosts;
    private final int maxLookUps;
    private final int maxWaiting;
    private final int maxNames;
    private final Duration minTtl;
    private final Duration maxTtl;
    private final Duration maxUnknownTtl;
    private final Duration resolutionDelay;

    private DnsOptions(Builder builder) {
        this.conf = new ResolvConf(
                builder.servers,
                builder.search,
                builder.ndots,
                builder.timeout,
                builder.attempts,
                builder.rotate,
                builder.tcp);
        this.hosts = builder.hosts;
        this.maxLookUps = builder.maxLookUps;
        this.maxWaiting = builder.maxWaiting;
        this.maxNames = builder.maxNames;
        this.minTtl = builder.minTtl;
        this.maxTtl = builder.maxTtl;
        this.maxUnknownTtl = builder.maxUnknownTtl;
        this.resolutionDelay = builder.resolutionDelay;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder(ResolvConf.DEFAULT);
    }

    /**
     * {@return a builder with the settings of a file; those that it does not have are at their defaults}
     * @param conf read by {@link ResolvConf#read}
     */
    public static Builder builder(ResolvConf conf) {
        return new Builder(Objects.requireNonNull(conf, "conf"));
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return which servers are asked, in this order} */
    public List<InetSocketAddress> servers() {
        return conf.servers();
    }

    /** {@return the domains that a short name may be in} */
    public List<String> search() {
        return conf.search();
    }

    /** {@return how many dots a name needs to be looked up as it is before it is searched} */
    public int ndots() {
        return conf.ndots();
    }

    /** {@return how long a server has for an answer} */
    public Duration timeout() {
        return conf.timeout();
    }

    /** {@return how often each server is asked} */
    public int attempts() {
        return conf.attempts();
    }

    /** {@return whether each look-up begins with the next server} */
    public boolean rotate() {
        return conf.rotate();
    }

    /** {@return whether all questions go over TCP} */
    public boolean tcp() {
        return conf.tcp();
    }

    /** {@return the names that no server is asked for} */
    public HostsFile hosts() {
        return hosts;
    }

    /** {@return how many names a loop looks up at the same time} */
    public int maxLookUps() {
        return maxLookUps;
    }

    /** {@return how many more names may wait for that on a loop} */
    public int maxWaiting() {
        return maxWaiting;
    }

    /** {@return how many names are remembered} */
    public int maxNames() {
        return maxNames;
    }

    /** {@return for how long addresses are remembered at least} */
    public Duration minTtl() {
        return minTtl;
    }

    /** {@return for how long addresses are remembered at most} */
    public Duration maxTtl() {
        return maxTtl;
    }

    /** {@return for how long it is remembered at most that a name has no addresses} */
    public Duration maxUnknownTtl() {
        return maxUnknownTtl;
    }

    /** {@return how long the addresses of one version of IP wait for those of the other} */
    public Duration resolutionDelay() {
        return resolutionDelay;
    }

    /** The settings that resolv.conf has, too. */
    ResolvConf conf() {
        return conf;
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private List<InetSocketAddress> servers;
        private List<String> search;
        private int ndots;
        private Duration timeout;
        private int attempts;
        private boolean rotate;
        private boolean tcp;
        private HostsFile hosts = HostsFile.EMPTY;
        private int maxLookUps = 256;
        private int maxWaiting = 10_000;
        private int maxNames = 1_000;
        private Duration minTtl = Duration.ZERO;
        private Duration maxTtl = Duration.ofDays(1);
        private Duration maxUnknownTtl = Duration.ofHours(1);
        private Duration resolutionDelay = Duration.ofMillis(50);

        private Builder(ResolvConf conf) {
            this.servers = conf.servers();
            this.search = conf.search();
            this.ndots = conf.ndots();
            this.timeout = conf.timeout();
            this.attempts = conf.attempts();
            this.rotate = conf.rotate();
            this.tcp = conf.tcp();
        }

        private Builder(DnsOptions options) {
            this(options.conf);
            this.hosts = options.hosts;
            this.maxLookUps = options.maxLookUps;
            this.maxWaiting = options.maxWaiting;
            this.maxNames = options.maxNames;
            this.minTtl = options.minTtl;
            this.maxTtl = options.maxTtl;
            this.maxUnknownTtl = options.maxUnknownTtl;
            this.resolutionDelay = options.resolutionDelay;
        }

        /**
         * Sets which servers are asked. They must look up what they do not know: not the servers of a zone, but resolvers.
         * @param servers at least one, resolved; the port of DNS is 53. Default: 127.0.0.1:53, as for an empty resolv.conf
         * @return this builder
         */
        public Builder servers(InetSocketAddress... servers) {
            this.servers = List.of(Objects.requireNonNull(servers, "servers"));
            return this;
        }

        /**
         * Sets the domains that a short name may be in.
         * @param search domains in the order in which they are tried, at most {@value ResolvConf#MAX_SEARCH}; default: none
         * @return this builder
         */
        public Builder search(String... search) {
            this.search = List.of(Objects.requireNonNull(search, "search"));
            return this;
        }

        /**
         * Sets how many dots a name needs to be looked up as it is first. One with fewer is looked up in the domains of {@link #search}
         * before; one that ends with a dot is only looked up as it is.
         *
         * @param ndots at least 0; default: 1
         * @return this builder
         */
        public Builder ndots(int ndots) {
            this.ndots = Bounds.atLeast("ndots", 0, ndots);
            return this;
        }

        /**
         * Sets how long a server has for an answer, over UDP and again over TCP. A look-up for which no server answers takes this
         * time for each server and each of the {@link #attempts}.
         *
         * @param timeout positive; default: 5 s
         * @return this builder
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Bounds.positive("timeout", timeout);
            return this;
        }

        /**
         * Sets how often each server is asked.
         * @param attempts at least 1; default: 2
         * @return this builder
         */
        public Builder attempts(int attempts) {
            this.attempts = Bounds.atLeast("attempts", 1, attempts);
            return this;
        }

        /**
         * Sets whether each look-up begins with the next server, and not with the first.
         * @param rotate default: false
         * @return this builder
         */
        public Builder rotate(boolean rotate) {
            this.rotate = rotate;
            return this;
        }

        /**
         * Sets whether all questions go over TCP (RFC 7766), and not only those whose answers do not fit into a datagram.
         * @param tcp default: false
         * @return this builder
         */
        public Builder tcp(boolean tcp) {
            this.tcp = tcp;
            return this;
        }

        /**
         * Sets the names that no server is asked for.
         * @param hosts default: {@link HostsFile#EMPTY}
         * @return this builder
         */
        public Builder hosts(HostsFile hosts) {
            this.hosts = Objects.requireNonNull(hosts, "hosts");
            return this;
        }

        /**
         * Sets how many names a loop looks up at the same time. Each has up to two sockets.
         * @param names at least 1; default: 256
         * @return this builder
         */
        public Builder maxLookUps(int names) {
            this.maxLookUps = Bounds.atLeast("maxLookUps", 1, names);
            return this;
        }

        /**
         * Sets how many more names may wait for that on a loop. The look-up of one more fails.
         * @param names at least 0; default: 10,000
         * @return this builder
         */
        public Builder maxWaiting(int names) {
            this.maxWaiting = Bounds.atLeast("maxWaiting", 0, names);
            return this;
        }

        /**
         * Sets how many names are remembered. Then the one that was asked for least recently is forgotten.
         * @param names at least 0; default: 1,000
         * @return this builder
         */
        public Builder maxNames(int names) {
            this.maxNames = Bounds.atLeast("maxNames", 0, names);
            return this;
        }

        /**
         * Sets for how long addresses are remembered at least, whatever time to live their records have.
         * @param time not negative; default: zero. It counts more than {@link #maxTtl}
         * @return this builder
         */
        public Builder minTtl(Duration time) {
            this.minTtl = Bounds.notNegative("minTtl", time);
            return this;
        }

        /**
         * Sets for how long addresses are remembered at most, whatever time to live their records have (RFC 8767 §4 has such a limit).
         * @param time positive; default: 1 day
         * @return this builder
         */
        public Builder maxTtl(Duration time) {
            this.maxTtl = Bounds.positive("maxTtl", time);
            return this;
        }

        /**
         * Sets for how long it is remembered at most that a name has no addresses. The zone tells the time (RFC 2308 §5, which says that
         * one to three hours work well).
         *
         * @param time not negative; default: 1 h
         * @return this builder
         */
        public Builder maxUnknownTtl(Duration time) {
            this.maxUnknownTtl = Bounds.notNegative("maxUnknownTtl", time);
            return this;
        }

        /**
         * Sets how long the addresses of one version of IP wait for those of the other (RFC 8305 §3). A part is not remembered.
         * @param time not negative; default: 50 ms
         * @return this builder
         */
        public Builder resolutionDelay(Duration time) {
            this.resolutionDelay = Bounds.notNegative("resolutionDelay", time);
            return this;
        }

        /**
         * {@return options with these settings}
         * @throws IllegalArgumentException if there is no server, one is not resolved, or what is to be searched is no domain
         */
        public DnsOptions build() {
            return new DnsOptions(this);
        }
    }
}
