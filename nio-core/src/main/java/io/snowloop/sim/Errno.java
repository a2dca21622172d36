// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;

/** The errors of a socket, by their names in the kernel, and the exceptions that the JDK makes of them. */
enum Errno {
    ECONNREFUSED("Connection refused"),
    ECONNRESET("Connection reset by peer"),
    EPIPE("Broken pipe"),
    ETIMEDOUT("Connection timed out");

    private final String text;

    Errno(String text) {
        this.text = text;
    }

    IOException ofConnect() {
        return this == ECONNREFUSED || this == ETIMEDOUT ? new ConnectException(text) : new SocketException(text);
    }

    IOException ofRead() {
        return this == ECONNRESET ? new SocketException("Connection reset") : ofWrite();
    }

    IOException ofWrite() {
        return new IOException(text);
    }
}
