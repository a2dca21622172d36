// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends what it is told, in the pieces it is told, over a socket of the JDK's. */
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
    }

    /** The whole answer to these bytes, whose last request asks to close the connection. */
    static String ask(int port, String bytes) throws IOException {
        try (RawClient client = new RawClient(port)) {
            return client.send(bytes).readAll();
        }
    }

    RawClient send(String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Leaves with a reset instead of a farewell. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
