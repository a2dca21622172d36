// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.UnresolvedAddressException;

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

    /** An exception of the same kind whose message says what failed, and for which address. */
    static IOException named(Exception e, String what, SocketAddress address) {
        String reason = e instanceof UnresolvedAddressException ? "unknown host" : e.getMessage();
        String message = what + " " + describe(address) + ": " + reason;
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
