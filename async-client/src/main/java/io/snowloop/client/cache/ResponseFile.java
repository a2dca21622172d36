// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A response in a file: a mark, the response without its body, a checksum of these, the body, and a checksum of all. So the first part can
 * be read and trusted without the rest.
 */
final class ResponseFile {
    static final String SUFFIX = ".response";
    static final String PART = ".part";

    /** Another number for another format. */
    private static final long MARK = 0x736e_6f77_6361_0001L;

    /** No text and no list is longer: so a damaged length takes no more memory. */
    private static final int MOST = 1 << 20;

    private ResponseFile() {}

    /** Writes a new file in a folder, which appears with all of its bytes. Only its owner can read it. */
    static Path write(Path folder, StoredResponse response) throws IOException {
        Path part = Files.createTempFile(folder, "", PART);
        try {
            CRC32 crc = new CRC32();
            try (DataOutputStream out = new DataOutputStream(
                    new CheckedOutputStream(new BufferedOutputStream(Files.newOutputStream(part)), crc))) {
                writeHead(response, out);
                out.writeLong(crc.getValue());
                out.write(response.body().array());
                out.writeLong(crc.getValue());
            }
            String name = part.getFileName().toString();
            return Files.move(
                    part, folder.resolve(name.substring(0, name.length() - PART.length()) + SUFFIX), ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void writeHead(StoredResponse response, DataOutputStream out) throws IOException {
        out.writeLong(MARK);
        writeText(response.url(), out);
        writeFields(response.selecting(), out);
        out.writeInt(response.status().code());
        writeFields(response.headers(), out);
        out.writeLong(response.requested().toEpochMilli());
        out.writeLong(response.received().toEpochMilli());
        out.writeInt((int) response.body().length());
    }

    private static void writeFields(Headers headers, DataOutputStream out) throws IOException {
        out.writeInt(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            writeText(headers.name(i), out);
            writeText(headers.value(i), out);
        }
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1); // URLs and fields have no other characters
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** The response with its body. Fails if a byte of it is wrong. */
    static StoredResponse read(Path file) throws IOException {
        CRC32 crc = new CRC32();
        try (DataInputStream in = open(file, crc)) {
            Head head = readHead(in, crc, file);
            byte[] body = in.readNBytes(head.length);
            requireSum(in, crc, file);
            return head.response.withBody(Body.of(body));
        }
    }

    /** The response without its body. Fails if a byte of this part is wrong. */
    static StoredResponse readHead(Path file) throws IOException {
        CRC32 crc = new CRC32();
        try (DataInputStream in = open(file, crc)) {
            return readHead(in, crc, file).response;
        }
    }

    private static DataInputStream open(Path file, CRC32 crc) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new IOException(file + " is no regular file"); // to open a pipe waits for its writer
        }
        return new DataInputStream(new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file)), crc));
    }

    private record Head(StoredResponse response, int length) {}

    private static Head readHead(DataInputStream in, CRC32 crc, Path file) throws IOException {
        if (in.readLong() != MARK) {
            throw damaged(file);
        }
        String url = readText(in, file);
        Headers selecting = readFields(in, file);
        int status = in.readInt();
        Headers headers = readFields(in, file);
        Instant requested = Instant.ofEpochMilli(in.readLong());
        Instant received = Instant.ofEpochMilli(in.readLong());
        int length = in.readInt();
        requireSum(in, crc, file);
        return new Head(
                new StoredResponse(url, selecting, Status.of(status), headers, requested, received, Body.EMPTY),
                length);
    }

    private static Headers readFields(DataInputStream in, Path file) throws IOException {
        Headers.Builder fields = Headers.builder();
        int count = length(in, file);
        for (int i = 0; i < count; i++) {
            String name = readText(in, file);
            try {
                fields.add(name, readText(in, file));
            } catch (IllegalArgumentException e) {
                throw damaged(file);
            }
        }
        return fields.build();
    }

    private static String readText(DataInputStream in, Path file) throws IOException {
        return new String(in.readNBytes(length(in, file)), StandardCharsets.ISO_8859_1);
    }

    private static int length(DataInputStream in, Path file) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST) {
            throw damaged(file);
        }
        return length;
    }

    private static void requireSum(DataInputStream in, CRC32 crc, Path file) throws IOException {
        long sum = crc.getValue(); // before it goes into the sum itself
        if (in.readLong() != sum) {
            throw damaged(file);
        }
    }

    private static StreamCorruptedException damaged(Path file) {
        return new StreamCorruptedException(file + " is no response of this store, or is damaged");
    }
}
