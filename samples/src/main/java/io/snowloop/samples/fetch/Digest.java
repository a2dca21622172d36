package io.snowloop.samples.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The length and the SHA-256 of bytes that are added piece by piece. */
final class Digest {
    private final MessageDigest sha256;
    private long length;

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The digest of a file. */
    static Digest of(Path file) {
        Digest digest = new Digest();
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                digest.add(buffer.flip());
                buffer.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return digest;
    }

    void add(ByteBuffer bytes) {
        length += bytes.remaining();
        sha256.update(bytes);
    }

    long length() {
        return length;
    }

    /** The SHA-256 in hexadecimal. It may be called only once, because it resets the digest. */
    String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
