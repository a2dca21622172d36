// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.ConnectionClosedException;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The peer of a TLS connection, by name, for error messages. The messages of the JDK's engine do not say which
 * connection they are about.
 *
 * @param name in messages
 * @param turn whose turn its tasks need: see {@link PeerTurns}
 */
record Peer(String name, Object turn) {
    /** How the JDK says that a certificate is not for the host. */
    private static final Pattern NAMES = Pattern.compile("subject alternative|No name matching");

    /** A client whose address is not known yet. */
    static final Peer CLIENT = new Peer("a client", PeerTurns.UNKNOWN);

    /** A server that a client connects to. */
    static Peer of(String host, int port) {
        String name = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        return new Peer(name, name);
    }

    /** This peer, now that its address is known: a client gets it as its name, a server keeps its own. */
    Peer at(@Nullable SocketAddress address) {
        return equals(CLIENT) ? new Peer("client " + address, PeerTurns.of(address)) : this;
    }

    SSLException handshakeFailed(Throwable cause) {
        return caused(
                new SSLHandshakeException(
                        "TLS handshake with " + name + " failed: " + cause.getMessage() + whatToChange(cause)),
                cause);
    }

    private static String whatToChange(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return " (its certificate is of no authority in the Trust of this TlsConfig)";
            }
            String message = cause.getMessage();
            if (cause instanceof CertificateException
                    && message != null
                    && NAMES.matcher(message).find()) {
                return " (its certificate must have the name or address that the client asks for, such as"
                        + " san=dns:localhost,ip:127.0.0.1 of keytool's -ext)";
            }
        }
        return "";
    }

    IOException handshakeBroke(@Nullable Throwable cause) {
        return cause == null
                ? new ConnectionClosedException("closed during the TLS handshake with " + name)
                : handshakeFailed(cause);
    }

    IOException handshakeAborted() {
        return new ConnectionClosedException("the TLS handshake with " + name + " was aborted");
    }

    IOException handshakeOverdue(Duration limit) {
        return new ConnectTimeoutException("the TLS handshake with " + name
                + " was refused, after it had waited for a thread for a" + " quarter of " + limit.toMillis() + " ms");
    }

    IOException handshakeTimedOut(Duration limit) {
        return new ConnectTimeoutException("no TLS handshake with " + name + " within " + limit.toMillis() + " ms");
    }

    SSLException broke(SSLException cause) {
        String message = "TLS with " + name + " broke: " + cause.getMessage();
        return caused(
                cause instanceof TlsTruncationException
                        ? new TlsTruncationException(message)
                        : new SSLException(message),
                cause);
    }

    IOException closeTimedOut(int bytes, Duration limit) {
        return new ConnectionClosedException(
                name + " did not take the last " + bytes + " bytes within " + limit.toMillis() + " ms");
    }

    private static SSLException caused(SSLException exception, Throwable cause) {
        exception.initCause(cause);
        return exception;
    }
}
