// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.hpack.HpackDecoder;
import io.snowloop.http.h2.hpack.HpackException;
import io.snowloop.testing.Frames;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection that knows the frames of HTTP/2, and keeps none of its rules. */
final class FrameClient implements AutoCloseable {
    /** What the server's fields may have, in bytes. */
    private static final int FIELDS = 64 * 1024;

    /** The status of each response, by its stream. */
    final Map<Integer, String> statuses = new LinkedHashMap<>();

    /** The code of each stream that the server has reset. */
    final Map<Integer, ErrorCode> resets = new LinkedHashMap<>();

    /** That of the last GOAWAY; null if there was none. */
    @Nullable
    ErrorCode goAway;

    private final Client client;
    private final DataInputStream in;
    private final HpackDecoder decoder = new HpackDecoder(FIELDS);
    private int pongs;

    /** Connects, and sends nothing. */
    FrameClient(Target target) throws IOException {
        client = target.connect();
        in = new DataInputStream(client.socket.getInputStream());
    }

    /** The server may have ended the connection: then what is not sent does not matter. */
    FrameClient send(Frames frames) throws IOException {
        try {
            client.send(frames.toBytes());
        } catch (SocketException refused) {
            // its GOAWAY is read, if there still is one
        }
        return this;
    }

    /** Reads until the server ends the connection, or resets it. */
    FrameClient awaitEnd() throws IOException {
        try {
            while (true) {
                readFrame();
            }
        } catch (EOFException | SocketException end) {
            return this;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server has not ended this connection: " + this, e);
        }
    }

    /** Reads what the server has sent up to now: until it has answered a PING. Returns false if it ends the connection instead. */
    boolean catchUp() throws IOException {
        int before = pongs;
        send(new Frames().ping(0, "catch up"));
        try {
            while (pongs == before) {
                readFrame();
            }
            return true;
        } catch (EOFException | SocketException end) {
            return false;
        }
    }

    private void readFrame() throws IOException {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        switch (type) {
            case 1 -> statuses.putIfAbsent(stream, status(payload));
            case 3 -> resets.put(stream, new ErrorCode(numberAt(0, payload)));
            case 6 -> pongs += flags & Frames.ACK;
            case 7 -> goAway = new ErrorCode(numberAt(4, payload));
            default -> {}
        }
    }

    /** The first field. */
    private String status(byte[] block) throws IOException {
        String[] status = {""};
        try {
            decoder.decode(
                    block, 0, block.length, field -> status[0] = status[0].isEmpty() ? field.value() : status[0]);
        } catch (HpackException e) {
            throw new IOException(e);
        }
        return status[0];
    }

    private static int numberAt(int index, byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(index);
    }

    @Override
    public String toString() {
        return "statuses " + statuses + ", resets " + resets + ", GOAWAY " + goAway;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
