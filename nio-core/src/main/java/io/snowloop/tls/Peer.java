package io.snowloop.tls;

import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.ConnectionClosedException;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Whom a layer talks to, by name: in error messages, which the JDK's engine leaves without one. */
record Peer(String name) {
    static Peer of(String host, int port) {
        return new Peer((host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port);
    }

    SSLException handshakeFailed(Throwable cause) {
        return caused(
                new SSLHandshakeException("TLS handshake with " + name + " failed: " + cause.getMessage()), cause);
    }

    IOException handshakeBroke(@Nullable Throwable cause) {
        return cause == null
                ? new ConnectionClosedException("closed during the TLS handshake with " + name)
                : handshakeFailed(cause);
    }

    IOException handshakeCalledOff() {
        return new ConnectionClosedException("the TLS handshake with " + name + " was called off");
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
