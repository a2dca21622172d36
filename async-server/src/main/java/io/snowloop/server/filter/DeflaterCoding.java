// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * The codings of the JDK: gzip (RFC 1952) and deflate, which is the zlib format (RFC 1950).
 *
 * <p>{@link java.util.zip.GZIPOutputStream} is not used: it makes its {@link Deflater} itself, so nothing can see whether it
 * is freed. A deflater has about 260 KiB outside of the heap.
 */
final class DeflaterCoding implements ContentCoding {
    /** Identification, method (deflate), no flags, no time, no extra flags, an unknown system (§2.3.1). */
    private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final int BUFFER = 4 * 1024;

    private final String name;
    private final Supplier<Deflater> deflaters;

    private DeflaterCoding(String name, Supplier<Deflater> deflaters) {
        this.name = name;
        this.deflaters = deflaters;
    }

    /** @param deflaters of new ones without the header and trailer of zlib */
    static DeflaterCoding gzip(Supplier<Deflater> deflaters) {
        return new DeflaterCoding("gzip", deflaters);
    }

    /** @param deflaters of new ones with the header and trailer of zlib */
    static DeflaterCoding deflate(Supplier<Deflater> deflaters) {
        return new DeflaterCoding("deflate", deflaters);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OutputStream encoder(OutputStream out) throws IOException {
        if (!name.equals("gzip")) {
            return new Encoder(out, deflaters.get());
        }
        out.write(GZIP_HEADER);
        return new GzipEncoder(out, deflaters.get());
    }

    private static class Encoder extends DeflaterOutputStream {
        Encoder(OutputStream out, Deflater deflater) {
            super(out, deflater, BUFFER, true); // true: a flush gives all that was written
        }

        @Override
        public void close() throws IOException {
            try {
                finish();
            } finally {
                def.end(); // super.close() ends only a deflater that it has made itself
            }
        }
    }

    /** Adds the trailer: the checksum and the length of what was written, modulo 2^32 (§2.3.1). */
    private static final class GzipEncoder extends Encoder {
        private final CRC32 crc = new CRC32();

        GzipEncoder(OutputStream out, Deflater deflater) {
            super(out, deflater);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            super.write(bytes, from, length);
            crc.update(bytes, from, length);
        }

        @Override
        public void finish() throws IOException {
            super.finish();
            out.write(ByteBuffer.allocate(2 * Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) crc.getValue())
                    .putInt((int) def.getBytesRead())
                    .array());
        }
    }
}
