// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Connections that stay: idle ones, and ones whose client hardly reads. */
final class Connections implements Closeable {
    private static final int PATIENCE = 1_000;

    private final List<Socket> open = new ArrayList<>();

    /** Opens so many. Each gets one answer, and then is idle. Returns how many there are that got it. */
    int idle(int port, int count) throws IOException {
        List<Socket> asked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            asked.add(ask(port, "/" + i, 0));
        }
        open.addAll(asked);
        int answered = 0;
        try {
            for (Socket each : asked) {
                each.setSoTimeout(PATIENCE);
                skipAnswer(each.getInputStream());
                answered++;
            }
        } catch (SocketTimeoutException e) { // the server does not come to this one, nor to those after it
            for (Socket each : asked.subList(answered, count)) {
                open.remove(each);
                each.close();
            }
        }
        return answered;
    }

    private static void skipAnswer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        String length = head.toString().replaceAll("(?is).*content-length: *(\\d+).*", "$1");
        in.skipNBytes(Integer.parseInt(length));
    }

    /** Opens so many that ask for much and have little room for it. */
    void slow(int port, String path, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            open.add(ask(port, path, 1024));
        }
    }

    /** Each reads a byte, if there is one. */
    void readAByte() throws IOException {
        for (Socket each : open) {
            if (each.getInputStream().available() > 0) {
                each.getInputStream().read();
            }
        }
    }

    private static Socket ask(int port, String path, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(ISO_8859_1));
        return socket;
    }

    @Override
    public void close() throws IOException {
        for (Socket each : open) {
            each.close();
        }
    }
}
