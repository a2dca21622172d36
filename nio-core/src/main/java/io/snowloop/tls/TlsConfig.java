// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.logging.LimitLog;
import io.snowloop.options.Bounds;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The TLS settings of one side. Immutable. Make one for all connections: a session is resumed only by a connection that has
 * the same one.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#tls -->
 * <pre>{@code
 * TlsConfig web = TlsConfig.client(); // trusts the JDK's authorities
 * TlsConfig company = TlsConfig.client(Trust.pem(authorities)); // trusts these, and no others
 * TlsConfig server = TlsConfig.server(Identity.pem(chain, key));
 * }</pre>
 *
 * <p>Cipher suites, curves and the session cache are the JDK's. Its security properties disable old ones with each update; a
 * list here would not.
 */
public final class TlsConfig {
    /** The two ends of a connection. */
    public enum Side {
        /** Connects, and sends the first hello. */
        CLIENT,
        /** Accepts, and shows a certificate. */
        SERVER
    }

    /** Whether a server asks its clients for certificates. */
    public enum ClientCertificates {
        /** It does not ask. */
        IGNORED,
        /** It asks, and accepts clients without a certificate. It refuses a certificate that is not trusted. */
        WANTED,
        /** It asks, and refuses clients without a certificate. */
        NEEDED
    }

    private static final Set<String> SUPPORTED = Set.of("TLSv1.3", "TLSv1.2");

    private final Side side;
    private final Supplier<SSLContext> context;
    private final List<String> protocols;
    private final List<String> applicationProtocols;
    private final ClientCertificates clientCertificates;
    private final boolean verifiesHost;
    private final Duration handshakeTimeout;
    private final Duration closeTimeout;
    private final Executor taskExecutor;
    private final LimitLog limits = new LimitLog(TlsConfig.class);

    private TlsConfig(Builder builder) {
        this.side = builder.side;
        this.context = builder.context;
        this.protocols = builder.protocols;
        this.applicationProtocols = builder.applicationProtocols;
        this.clientCertificates = builder.clientCertificates;
        this.verifiesHost = builder.verifiesHost;
        this.handshakeTimeout = builder.handshakeTimeout;
        this.closeTimeout = builder.closeTimeout;
        this.taskExecutor = builder.taskExecutor;
    }

    /** {@return a client that trusts the JDK's authorities} Always the same object, as it takes long to read them. */
    public static TlsConfig client() {
        return SystemClient.INSTANCE;
    }

    /**
     * {@return a client that trusts these authorities}
     * @param trust in place of the JDK's authorities
     */
    public static TlsConfig client(Trust trust) {
        return client(JdkEngines.context(Objects.requireNonNull(trust, "trust")));
    }

    /**
     * {@return a client that trusts these authorities, and sends a certificate to servers that ask for one}
     * @param trust in place of the JDK's authorities
     * @param identity the certificate and its key
     */
    public static TlsConfig client(Trust trust, Identity identity) {
        Objects.requireNonNull(trust, "trust");
        return client(JdkEngines.context(
                trust, Objects.requireNonNull(identity, "identity").keyManager()));
    }

    /**
     * {@return a client with the keys and the trust of {@code context}}
     * @param context initialized
     */
    public static TlsConfig client(SSLContext context) {
        Objects.requireNonNull(context, "context");
        return new Builder(Side.CLIENT, () -> context).build();
    }

    /** {@return a client that accepts any certificate for any host, so any attacker can read and change all} For tests. */
    public static TlsConfig insecureClient() {
        return client(Trust.insecurelyAnyone()).toBuilder().verifiesHost(false).build();
    }

    /**
     * {@return a server that does not ask its clients for certificates}
     * @param identity the certificate and its key
     */
    public static TlsConfig server(Identity identity) {
        return server(JdkEngines.context(Trust.none(), new HostKeys(Objects.requireNonNull(identity, "identity"))));
    }

    /**
     * {@return a server that accepts only clients with a certificate of one of these authorities}
     * @param identity the certificate and its key
     * @param clients the authorities
     */
    public static TlsConfig server(Identity identity, Trust clients) {
        Objects.requireNonNull(identity, "identity");
        SSLContext context = JdkEngines.context(Objects.requireNonNull(clients, "clients"), new HostKeys(identity));
        return new Builder(Side.SERVER, () -> context)
                .clientCertificates(ClientCertificates.NEEDED)
                .build();
    }

    /**
     * {@return a server with the identity of the host that a client asks for, which does not ask its clients for certificates}
     * @param identities those of now and, after a reload, those of then
     */
    public static TlsConfig server(Identities identities) {
        Objects.requireNonNull(identities, "identities");
        return new Builder(Side.SERVER, new CurrentContext(identities, Trust.none())).build();
    }

    /**
     * {@return a server with the identity of the host that a client asks for, which accepts only clients with a certificate of one of these
     * authorities}
     * @param identities those of now and, after a reload, those of then
     * @param clients the authorities
     */
    public static TlsConfig server(Identities identities, Trust clients) {
        Objects.requireNonNull(identities, "identities");
        Objects.requireNonNull(clients, "clients");
        return new Builder(Side.SERVER, new CurrentContext(identities, clients))
                .clientCertificates(ClientCertificates.NEEDED)
                .build();
    }

    /**
     * {@return a server with the keys and the trust of {@code context}, which does not ask its clients for certificates}
     * @param context initialized
     */
    public static TlsConfig server(SSLContext context) {
        Objects.requireNonNull(context, "context");
        return new Builder(Side.SERVER, () -> context).build();
    }

    /** {@return a builder with these settings} Its configurations have the same keys, trust and sessions. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the end of the connection that this is for} */
    public Side side() {
        return side;
    }

    /** {@return keys, trust, and the sessions that can be resumed} Another one after a change of {@link Identities}. */
    public SSLContext context() {
        return context.get();
    }

    /** {@return the versions of TLS, the preferred one first} */
    public List<String> protocols() {
        return protocols;
    }

    /** {@return the protocols for ALPN, the preferred one first} */
    public List<String> applicationProtocols() {
        return applicationProtocols;
    }

    /** {@return whether a server asks its clients for certificates} */
    public ClientCertificates clientCertificates() {
        return clientCertificates;
    }

    /**
     * {@return whether a client requires that the server's certificate is for the host of the URL: see {@link
     * Builder#verifiesHost}}
     */
    public boolean verifiesHost() {
        return verifiesHost;
    }

    /** {@return how long a handshake may take} */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    LimitLog limits() {
        return limits;
    }

    /** {@return how long a close waits for the peer to take what was sent} */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** {@return what runs the computations of a handshake} */
    public Executor taskExecutor() {
        return taskExecutor;
    }

    /** Sets up TLS. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private final Side side;
        private final Supplier<SSLContext> context;
        private List<String> protocols = List.of("TLSv1.3", "TLSv1.2");
        private List<String> applicationProtocols = List.of("http/1.1");
        private ClientCertificates clientCertificates = ClientCertificates.IGNORED;
        private boolean verifiesHost;
        private Duration handshakeTimeout = Duration.ofSeconds(10);
        private Duration closeTimeout = Duration.ofSeconds(2);
        private Executor taskExecutor = TaskThreads.SHARED;

        private Builder(Side side, Supplier<SSLContext> context) {
            this.side = side;
            this.context = context;
            this.verifiesHost = side == Side.CLIENT;
        }

        private Builder(TlsConfig config) {
            this.side = config.side;
            this.context = config.context;
            this.protocols = config.protocols;
            this.applicationProtocols = config.applicationProtocols;
            this.clientCertificates = config.clientCertificates;
            this.verifiesHost = config.verifiesHost;
            this.handshakeTimeout = config.handshakeTimeout;
            this.closeTimeout = config.closeTimeout;
            this.taskExecutor = config.taskExecutor;
        }

        /**
         * Sets the versions of TLS, the preferred one first: {@code TLSv1.3}, {@code TLSv1.2}, or both. Older versions are
         * not supported (RFC 8996).
         *
         * @param versions default: both
         * @return this builder
         */
        public Builder protocols(String... versions) {
            List<String> chosen = List.of(Objects.requireNonNull(versions, "protocols"));
            if (chosen.isEmpty() || !SUPPORTED.containsAll(chosen)) {
                throw new IllegalArgumentException("protocols can be TLSv1.3 and TLSv1.2, not " + chosen);
            }
            this.protocols = chosen;
            return this;
        }

        /**
         * Sets the protocols for ALPN (RFC 7301), the preferred one first; none for no ALPN. The handshake fails if the peer
         * offers others only.
         *
         * @param names default: {@code http/1.1}
         * @return this builder
         */
        public Builder applicationProtocols(String... names) {
            this.applicationProtocols = List.of(Objects.requireNonNull(names, "applicationProtocols"));
            return this;
        }

        /**
         * Sets whether a server asks its clients for certificates.
         * @param clientCertificates default: {@link ClientCertificates#IGNORED}, or {@link ClientCertificates#NEEDED} for a
         *     server that trusts some authorities for clients
         * @return this builder
         */
        public Builder clientCertificates(ClientCertificates clientCertificates) {
            this.clientCertificates = Objects.requireNonNull(clientCertificates, "clientCertificates");
            return this;
        }

        /**
         * Sets whether a client requires that the server's certificate is for the host of the URL (RFC 9110 §4.3.4). False is
         * insecure, as any trusted certificate is accepted for any host.
         *
         * <p>A certificate is for the hosts that its subjectAltName extension lists (RFC 9525): names, in which {@code *.}
         * stands for one label, and IP addresses. Its common name is not one of them.
         *
         * @param verifiesHost default: true
         * @return this builder
         */
        public Builder verifiesHost(boolean verifiesHost) {
            this.verifiesHost = verifiesHost;
            return this;
        }

        /**
         * Sets how long a handshake may take. A longer one fails. On a server, one that has waited a quarter of it for a thread is refused:
         * else, if more come than can be computed, none would be done in time.
         * @param timeout positive; default: 10 s
         * @return this builder
         */
        public Builder handshakeTimeout(Duration timeout) {
            this.handshakeTimeout = Bounds.positive("handshakeTimeout", timeout);
            return this;
        }

        /**
         * Sets how long a close waits for the peer to take what was sent. Then the connection is aborted.
         * @param timeout positive; default: 2 s
         * @return this builder
         */
        public Builder closeTimeout(Duration timeout) {
            this.closeTimeout = Bounds.positive("closeTimeout", timeout);
            return this;
        }

        /**
         * Sets what runs the computations of a handshake, which would block a loop for milliseconds.
         * @param taskExecutor default: daemon threads shared by all configurations
         * @return this builder
         */
        public Builder taskExecutor(Executor taskExecutor) {
            this.taskExecutor = Objects.requireNonNull(taskExecutor, "taskExecutor");
            return this;
        }

        /** {@return a configuration with these settings} */
        public TlsConfig build() {
            return new TlsConfig(this);
        }
    }

    /** Holds what is made when it is first asked for. */
    private static final class SystemClient {
        private static final TlsConfig INSTANCE = client(Trust.system());
    }
}
