// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A connection that knows nothing of HTTP. What it waits for in vain it waits for 20 seconds. */
final class Client implements AutoCloseable {
    private static final int PATIENCE = 20_000;

    final Socket socket;

    /** Connects to an address, with {@code socket}. */
    Client(Socket socket, InetSocketAddress address) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE);
        socket.connect(address, PATIENCE);
    }

    /** Text, in which a line end stands for CRLF. */
    static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(ISO_8859_1);
    }

    /** Sends text, in which a line end stands for CRLF. */
    Client send(String text) throws IOException {
        return send(bytes(text));
    }

    Client send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Reads so many bytes. */
    String read(int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the stream ended after " + bytes.length + " of " + count + " bytes");
        }
        return new String(bytes, ISO_8859_1);
    }

    /** Reads until the server ends the stream. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** Reads until the server ends the stream or resets the connection, and discards it. */
    void awaitEnd() {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server has not ended this connection", e);
        } catch (IOException e) {
            // a reset is an end
        }
    }

    /** Ends its half of the connection. */
    Client sendEnd() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Closes with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
