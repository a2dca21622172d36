// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedSelectorException;
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

    /** What an exception says, or what to do where it does not say it. */
    private static @Nullable String reason(Exception e, SocketAddress address) {
        if (e instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        if (e instanceof ClosedSelectorException) {
            return "the loop is closed";
        }
        String reason = e.getMessage();
        // Linux has no queue of those that wait to connect to a Unix-domain socket (unix(7)).
        boolean full = address instanceof UnixDomainSocketAddress
                && reason != null
                && reason.contains("temporarily unavailable");
        return full ? reason + ": its backlog is full. Try again, or raise the backlog of the server" : reason;
    }

    /** An exception of the same kind whose message says what failed, and for which address. */
    static IOException named(Exception e, String what, SocketAddress address) {
        String message = what + " " + describe(address) + ": " + reason(e, address);
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
