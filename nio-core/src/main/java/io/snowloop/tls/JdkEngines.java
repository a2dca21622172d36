// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.http.syntax.UriHost;
import io.snowloop.tls.TlsConfig.Side;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Makes the JDK's engines, as a configuration says. */
final class JdkEngines {
    private JdkEngines() {}

    /** A context with this trust, and with these keys or with none. */
    static SSLContext context(Trust trust, KeyManager... keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS: " + e.getMessage(), e);
        }
    }

    /** An engine for a connection to {@code host}; host and port are what it finds a session to resume by. */
    static SSLEngine client(TlsConfig config, String host, int port) {
        require(config, Side.CLIENT);
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        SSLEngine engine = config.context().createSSLEngine(name, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(config, engine);
        if (config.verifiesHost()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        parameters.setServerNames(serverNames(name));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** RFC 6066 §3: addresses are not permitted, and names come without a trailing dot. */
    private static List<SNIServerName> serverNames(String host) {
        try {
            return UriHost.isName(host) ? List.of(new SNIHostName(host)) : List.of();
        } catch (IllegalArgumentException e) { // an underscore, say: the server has to do without
            return List.of();
        }
    }

    static SSLEngine server(TlsConfig config) {
        require(config, Side.SERVER);
        SSLEngine engine = config.context().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(config, engine);
        switch (config.clientCertificates()) { // the two setters undo each other, so one of them at most
            case NEEDED -> parameters.setNeedClientAuth(true);
            case WANTED -> parameters.setWantClientAuth(true);
            case IGNORED -> {} // the default of an engine
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLParameters parameters(TlsConfig config, SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(config.protocols().toArray(String[]::new));
        parameters.setApplicationProtocols(config.applicationProtocols().toArray(String[]::new));
        return parameters;
    }

    private static void require(TlsConfig config, Side wanted) {
        if (config.side() != wanted) {
            throw new IllegalArgumentException(
                    "this is the TLS configuration of a " + config.side() + ", not of a " + wanted);
        }
    }
}
