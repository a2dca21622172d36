// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.ClientHeads;
import io.snowloop.benchmarks.measure.Work;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The check of the responses of an entry before it is measured. */
public final class AnswerCheck {
    private static final int TIMEOUT_MILLIS = 5_000;

    private AnswerCheck() {}

    /**
     * Sends the requests of the work, as many as it pipelines, and checks the responses.
     *
     * @return the names of the header fields of the response
     * @throws IOException if a response is wrong; the message says why
     */
    public static String check(int port, Work work) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return check(socket, work);
        }
    }

    /** A connection that has had one response. */
    static Socket opened(int port, Work work) throws IOException {
        return opened(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port, work);
    }

    /** A connection from this address, on any port, that has had one response. */
    static Socket opened(InetAddress from, int port, Work work) throws IOException {
        Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port, from, 0);
        try {
            check(socket, work);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    private static String check(Socket socket, Work work) throws IOException {
        byte[] body = "x".repeat(work.bodySize()).getBytes(StandardCharsets.US_ASCII);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        List<String> fields = List.of();
        for (byte[] batch : work.headsAlternate() ? ClientHeads.requests(work) : List.of(batch(work, body))) {
            socket.getOutputStream().write(batch);
            for (int i = 0; i < work.depth(); i++) {
                fields = readHead(in, work);
                readBody(in, fields, expected(work, body), work);
            }
        }
        return names(fields);
    }

    private static byte[] batch(Work work, byte[] body) {
        String head = work.method() + " " + work.path() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + (body.length > 0 ? "Content-Length: " + body.length + "\r\n" : "") + "\r\n";
        return (head + new String(body, StandardCharsets.US_ASCII))
                .repeat(work.depth())
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] expected(Work work, byte[] sent) {
        return switch (work) {
            case PLAINTEXT, PIPELINED, HEADS_PLAINTEXT -> Payload.textBytes();
            case JSON, HEADS_JSON -> Payload.jsonBytes();
            case ECHO, HEADS_ECHO -> sent;
            case BYTES, HEADS_BYTES -> Payload.BYTES;
            case FILE -> Payload.digits(PayloadFile.LENGTH);
        };
    }

    @SuppressWarnings("deprecation") // readLine on bytes is right, because heads are ASCII
    private static List<String> readHead(DataInputStream in, Work work) throws IOException {
        String status = in.readLine();
        if (status == null || !status.startsWith("HTTP/1.1 200")) {
            throw new IOException("the response to " + work.title() + " begins with " + status);
        }
        List<String> fields = new ArrayList<>();
        String line;
        while ((line = in.readLine()) != null && !line.isEmpty()) {
            fields.add(line);
        }
        return fields;
    }

    private static void readBody(DataInputStream in, List<String> fields, byte[] expected, Work work)
            throws IOException {
        String length = fields.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .map(field -> field.substring(field.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("the response to " + work.title() + " has no length: " + fields));
        byte[] body = in.readNBytes(Integer.parseInt(length));
        if (!Arrays.equals(body, expected)) {
            throw new IOException(
                    "the response to " + work.title() + " is wrong: " + body.length + " bytes, not " + expected.length);
        }
    }

    private static String names(List<String> fields) {
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        fields.forEach(field -> names.add(field.substring(0, field.indexOf(':'))));
        return String.join(", ", names);
    }
}
