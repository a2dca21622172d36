// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A client with a blocking socket, which knows as little of HTTP as will do, and none of our code. What it waits for in
 * vain it waits for 20 seconds.
 */
final class SocketClient implements AutoCloseable {
    static final String GET = "GET / HTTP/1.1\nHost: a\n\n";
    private static final int PATIENCE = 20_000;

    final Socket socket = new Socket();
    private final InputStream in;

    /** An answer: its head with plain line ends, and its body. */
    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }
    }

    SocketClient(Server server) throws IOException {
        this(server, 0);
    }

    /** Of a server in another process. */
    SocketClient(int port) throws IOException {
        this(port, 0);
    }

    /** With a receive buffer of so many bytes, 0 for the usual. */
    SocketClient(Server server, int receiveBuffer) throws IOException {
        this(server.port(), receiveBuffer);
    }

    private SocketClient(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends text, in which a line end stands for CRLF. */
    SocketClient send(String text) throws IOException {
        return sendRaw(text.replace("\n", "\r\n"));
    }

    /** Sends text as it is. */
    SocketClient sendRaw(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /** Ends its half of the connection. */
    SocketClient sendEnd() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Reads an answer with a body; fails if the stream ends before it does. */
    Answer answer() throws IOException {
        String head = head();
        return new Answer(head, body(head));
    }

    /** Reads a head up to its empty line. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private String body(String head) throws IOException {
        if (head.contains("\nTransfer-Encoding: chunked\n")) {
            StringBuilder body = new StringBuilder();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.append(read(size));
                line();
            }
            line();
            return body.toString();
        }
        List<String> lengths = found("\nContent-Length: (\\d+)\n", head);
        return lengths.isEmpty() ? "" : read(Integer.parseInt(lengths.get(0)));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the stream ended after \"" + line + "\"");
            }
            line.append((char) b);
        }
        return line.substring(0, line.length() - 1);
    }

    /** Reads so many bytes. */
    String read(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the stream ended after " + bytes.length + " of " + count + " bytes");
        }
        return new String(bytes, ISO_8859_1);
    }

    /** Waits for the next byte, and leaves it unread; false if the stream ends first. */
    boolean hasMore() throws IOException {
        in.mark(1);
        int next = in.read();
        in.reset();
        return next >= 0;
    }

    /** Reads all that is still to come, until the server ends the stream; with plain line ends. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1).replace("\r\n", "\n");
    }

    /** The status codes of all answers in a text. */
    static List<String> statusCodes(String answers) {
        return found("HTTP/1\\.1 (\\d+) ", answers);
    }

    private static List<String> found(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Closes the socket in the middle of whatever happens, with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
