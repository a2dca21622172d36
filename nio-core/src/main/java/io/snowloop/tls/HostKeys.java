// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.http.syntax.HostPattern;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A server's keys, chosen by the name that a client asks for. Immutable: a handshake asks for the alias, the chain and the key one after
 * the other, and must not get them of two renewals.
 *
 * <p>An alias is the number of the identity, a colon, and the alias in it. One identity has the name, whatever kinds of key it has:
 * to go on to another one would show a client the certificate of another host.
 */
final class HostKeys extends X509ExtendedKeyManager {
    /** In place of a pattern: the identity for all other names. */
    static final String DEFAULT = "";

    private final List<X509ExtendedKeyManager> managers = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Expiry expiry = new Expiry(InstantSource.system());

    /** One identity, whatever a client asks for. */
    HostKeys(Identity identity) {
        this(Map.of(DEFAULT, identity));
    }

    /** The identities by pattern, one of them for {@link #DEFAULT}. */
    HostKeys(Map<String, Identity> identities) {
        identities.forEach((pattern, identity) -> {
            numbers.put(pattern, managers.size());
            managers.add(identity.keyManager());
        });
    }

    /** A pattern in messages. */
    static String nameOf(String pattern) {
        return pattern.equals(DEFAULT) ? "all other hosts" : pattern;
    }

    private int numberFor(@Nullable SSLSession handshake) {
        String name = requestedName(handshake);
        if (name != null) {
            for (String pattern : HostPattern.matching(name)) {
                Integer number = numbers.get(pattern);
                if (number != null) {
                    return number;
                }
            }
        }
        return numbers.getOrDefault(DEFAULT, 0);
    }

    private static @Nullable String requestedName(@Nullable SSLSession handshake) {
        if (handshake instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        int number = numberFor(engine == null ? null : engine.getHandshakeSession());
        return alias(number, managers.get(number).chooseEngineServerAlias(keyType, issuers, engine));
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        int number = numberFor(socket instanceof SSLSocket secured ? secured.getHandshakeSession() : null);
        return alias(number, managers.get(number).chooseServerAlias(keyType, issuers, socket));
    }

    private @Nullable String alias(int number, @Nullable String inner) {
        if (inner == null) {
            return null;
        }
        String alias = number + ":" + inner;
        X509Certificate[] chain = getCertificateChain(alias);
        if (chain != null) {
            expiry.used(chain[0]);
        }
        return alias;
    }

    private X509ExtendedKeyManager manager(String alias) {
        return managers.get(Integer.parseInt(alias.substring(0, alias.indexOf(':'))));
    }

    private static String inner(String alias) {
        return alias.substring(alias.indexOf(':') + 1);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return manager(alias).getCertificateChain(inner(alias));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return manager(alias).getPrivateKey(inner(alias));
    }

    // ------------------------------------------------------------------------------- not asked of a server's keys

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
