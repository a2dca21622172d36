// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import io.snowloop.tls.TlsConfig;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS for attackers, who trust everyone. */
final class Insecure {
    private static final SSLSocketFactory SOCKETS =
            TlsConfig.insecureClient().context().getSocketFactory();

    private Insecure() {}

    /** A blocking socket that is not connected yet, with these versions of TLS or those of the JDK. */
    static SSLSocket socket(String... versions) throws IOException {
        SSLSocket socket = (SSLSocket) SOCKETS.createSocket();
        if (versions.length > 0) {
            socket.setEnabledProtocols(versions);
        }
        return socket;
    }

    /** One over a socket that is connected. */
    static SSLSocket over(Socket connected) throws IOException {
        return (SSLSocket) SOCKETS.createSocket(connected, "127.0.0.1", connected.getPort(), true);
    }
}
