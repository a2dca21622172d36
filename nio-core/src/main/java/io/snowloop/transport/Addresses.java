// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/** Addresses in error messages: the JDK's say "Connection refused", and not by which address. */
final class Addresses {
    private Addresses() {}

    static String describe(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            String host = inet.getHostString();
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
        }
        return address.toString();
    }

    /** Linux has no queue of those that wait to connect to a Unix-domain socket (unix(7)): what to do is not in "temporarily unavailable". */
    private static String more(@Nullable String reason, SocketAddress address) {
        boolean full = address instanceof UnixDomainSocketAddress
                && reason != null
                && reason.contains("temporarily unavailable");
        return full ? ": its backlog is full. Try again, or raise the backlog of the server" : "";
    }

    /** An exception of the same kind whose message says what failed, and for which address. */
    static IOException named(Exception e, String what, SocketAddress address) {
        String reason = e instanceof UnresolvedAddressException ? "unknown host" : e.getMessage();
        String message = what + " " + describe(address) + ": " + reason + more(reason, address);
        IOException named;
        if (e instanceof BindException) {
            named = new BindException(message);
        } else if (e instanceof ConnectException) {
            named = new ConnectException(message);
        } else {
            named = new IOException(message);
        }
        named.initCause(e);
        return named;
    }
}
