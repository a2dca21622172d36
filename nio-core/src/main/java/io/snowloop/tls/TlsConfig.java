package io.snowloop.tls;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * How one side does TLS. Immutable, and made once for all connections: sessions are resumed among those that share one.
 *
 * <pre>{@code
 * TlsConfig.client()                                          // the web: the JDK's authorities, host names checked
 * TlsConfig.client(Trust.pem(Path.of("our-ca.pem")))          // a company's own authority
 * TlsConfig.server(Identity.pem(Path.of("chain.pem"), Path.of("key.pem")))
 * }</pre>
 *
 * <p>Cipher suites, curves and the session cache are the JDK's: its security properties take old ones out of use with
 * every update, which a list written down here would not.
 *
 * @param side which end of the connection it is for
 * @param context keys, trust, and the sessions that can be resumed
 * @param protocols {@code TLSv1.3} and {@code TLSv1.2}, or one of them; there are no others any more (RFC 8996)
 * @param applicationProtocols what to offer by ALPN (RFC 7301), the best one first; empty for no ALPN
 * @param clientCertificates for a server: whether clients show who they are
 * @param verifiesHost for a client: whether the server's certificate has to be for the host that was asked for
 *     (RFC 9110 §4.3.4)
 * @param handshakeTimeout how long a handshake may take
 * @param closeTimeout how long a connection that we close waits for the peer to take what was sent
 * @param taskExecutor runs the handshake's arithmetic, which would hold up a loop for milliseconds
 */
public record TlsConfig(
        Side side,
        SSLContext context,
        List<String> protocols,
        List<String> applicationProtocols,
        ClientCertificates clientCertificates,
        boolean verifiesHost,
        Duration handshakeTimeout,
        Duration closeTimeout,
        Executor taskExecutor) {
    /** The two ends of a connection. */
    public enum Side {
        /** Connects, and says hello first. */
        CLIENT,
        /** Accepts, and shows a certificate. */
        SERVER
    }

    /** Whether a server asks its clients who they are. */
    public enum ClientCertificates {
        /** It doesn't. */
        IGNORED,
        /** It does, but takes those who don't say. A certificate that is not trusted is refused all the same. */
        WANTED,
        /** It does, and refuses those who don't say. */
        NEEDED
    }

    private static final Set<String> SUPPORTED = Set.of("TLSv1.3", "TLSv1.2");

    /** Checks the protocols. */
    public TlsConfig {
        protocols = List.copyOf(protocols);
        applicationProtocols = List.copyOf(applicationProtocols);
        if (protocols.isEmpty() || !SUPPORTED.containsAll(protocols)) {
            throw new IllegalArgumentException("protocols can be TLSv1.3 and TLSv1.2, not " + protocols);
        }
    }

    /** A client that trusts the JDK's authorities: always the same one, as reading them takes a while. */
    public static TlsConfig client() {
        return SystemClient.INSTANCE;
    }

    /** A client that trusts these authorities. */
    public static TlsConfig client(Trust trust) {
        return client(context(null, trust));
    }

    /** A client that shows a certificate to servers which ask for one. */
    public static TlsConfig client(Trust trust, Identity identity) {
        return client(context(identity, trust));
    }

    /** A client with keys and trust made elsewhere. */
    public static TlsConfig client(SSLContext context) {
        return create(Side.CLIENT, context, ClientCertificates.IGNORED);
    }

    /** A client that believes any server to be any host, so it might as well not encrypt at all. For tests. */
    public static TlsConfig insecureClient() {
        return client(Trust.insecurelyAnyone()).withoutHostVerification();
    }

    /** A server that doesn't ask its clients who they are. */
    public static TlsConfig server(Identity identity) {
        return server(context(identity, Trust.nobody()));
    }

    /** A server that takes only clients with a certificate from one of these authorities. */
    public static TlsConfig server(Identity identity, Trust clients) {
        return create(Side.SERVER, context(identity, clients), ClientCertificates.NEEDED);
    }

    /** A server with keys and trust made elsewhere, which doesn't ask its clients who they are. */
    public static TlsConfig server(SSLContext context) {
        return create(Side.SERVER, context, ClientCertificates.IGNORED);
    }

    private static TlsConfig create(Side side, SSLContext context, ClientCertificates clients) {
        return new TlsConfig(
                side,
                context,
                List.of("TLSv1.3", "TLSv1.2"),
                List.of("http/1.1"),
                clients,
                side == Side.CLIENT,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                TaskThreads.SHARED);
    }

    private static SSLContext context(@Nullable Identity identity, @Nullable Trust trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity == null ? null : identity.keyManagers(),
                    trust == null ? null : trust.trustManagers(),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS: " + e.getMessage(), e);
        }
    }

    /** With other protocols: {@code TLSv1.3}, {@code TLSv1.2}, or both. */
    public TlsConfig withProtocols(String... protocols) {
        return with(List.of(protocols), applicationProtocols, clientCertificates, verifiesHost);
    }

    /** With other application protocols (RFC 7301), the best one first. A side that shares none with us is refused. */
    public TlsConfig withApplicationProtocols(String... names) {
        return with(protocols, List.of(names), clientCertificates, verifiesHost);
    }

    /** With another way to treat clients. */
    public TlsConfig withClientCertificates(ClientCertificates clientCertificates) {
        return with(protocols, applicationProtocols, clientCertificates, verifiesHost);
    }

    /** Without asking whether the server is the one that was meant: any trusted certificate will do. Insecure. */
    public TlsConfig withoutHostVerification() {
        return with(protocols, applicationProtocols, clientCertificates, false);
    }

    private TlsConfig with(List<String> protocols, List<String> names, ClientCertificates clients, boolean verifies) {
        return new TlsConfig(
                side, context, protocols, names, clients, verifies, handshakeTimeout, closeTimeout, taskExecutor);
    }

    /** With another time for handshakes. */
    public TlsConfig withHandshakeTimeout(Duration handshakeTimeout) {
        return with(handshakeTimeout, closeTimeout, taskExecutor);
    }

    /** With another time for closing. */
    public TlsConfig withCloseTimeout(Duration closeTimeout) {
        return with(handshakeTimeout, closeTimeout, taskExecutor);
    }

    /** With other threads for the handshake's arithmetic; {@code Runnable::run} for a simulation that has but one. */
    public TlsConfig withTaskExecutor(Executor taskExecutor) {
        return with(handshakeTimeout, closeTimeout, taskExecutor);
    }

    private TlsConfig with(Duration handshake, Duration close, Executor executor) {
        return new TlsConfig(
                side,
                context,
                protocols,
                applicationProtocols,
                clientCertificates,
                verifiesHost,
                handshake,
                close,
                executor);
    }

    // -------------------------------------------------------------------------------------------- for the engine

    /** The JDK's engine for a connection to {@code host}; host and port are what it finds a session to resume by. */
    SSLEngine clientEngine(String host, int port) {
        require(Side.CLIENT);
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        SSLEngine engine = context.createSSLEngine(name, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine);
        if (verifiesHost) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        parameters.setServerNames(serverNames(name));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** RFC 6066 §3: addresses are not permitted, and names come without a trailing dot. */
    private static List<SNIServerName> serverNames(String host) {
        boolean address = host.indexOf(':') >= 0 || Character.isDigit(host.charAt(host.length() - 1));
        try {
            return address ? List.of() : List.of(new SNIHostName(host));
        } catch (IllegalArgumentException e) { // an underscore, say: the server has to do without
            return List.of();
        }
    }

    SSLEngine serverEngine() {
        require(Side.SERVER);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(engine);
        switch (clientCertificates) { // the two setters undo each other, so one of them at most
            case NEEDED -> parameters.setNeedClientAuth(true);
            case WANTED -> parameters.setWantClientAuth(true);
            case IGNORED -> parameters.setWantClientAuth(false);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private SSLParameters parameters(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        return parameters;
    }

    private void require(Side wanted) {
        if (side != wanted) {
            throw new IllegalArgumentException("this is the TLS configuration of a " + side + ", not of a " + wanted);
        }
    }

    /** Holds what is made when it is first asked for. */
    private static final class SystemClient {
        private static final TlsConfig INSTANCE = client(Trust.system());
    }
}
