// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import com.aayushatharva.brotli4j.decoder.DecoderJNI.Status;
import io.snowloop.client.ContentDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

// region adapter
/** Brotli (RFC 7932), of brotli4j, plugged into {@code contentDecoding().withDecoder}. */
final class BrotliDecoder implements ContentDecoder {
    private static final int PIECE = 16 * 1024;

    static {
        Brotli4jLoader.ensureAvailability();
    }

    private final DecoderJNI.Wrapper decoder;

    /** What was fed and is not in the library yet, which has a small buffer for it. */
    private ByteBuffer in = ByteBuffer.allocate(0);

    /** What the library has decoded: up to its window, so up to 16 MiB. It is the library's memory. */
    private ByteBuffer out = ByteBuffer.allocate(0);

    private boolean begun;

    BrotliDecoder() {
        try {
            decoder = new DecoderJNI.Wrapper(PIECE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void feed(ByteBuffer encoded) {
        in = encoded;
        begun = true;
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        while (!out.hasRemaining()) {
            if (decoder.hasOutput()) {
                out = decoder.pull();
            } else if (!decode()) {
                return null;
            }
        }
        ByteBuffer piece = out.slice(out.position(), Math.min(PIECE, out.remaining()));
        out.position(out.position() + piece.remaining());
        return ByteBuffer.allocate(piece.remaining()).put(piece).flip();
    }

    /** Returns false if that takes more input. */
    private boolean decode() throws IOException {
        switch (decoder.getStatus()) {
            case NEEDS_MORE_INPUT -> {
                if (!in.hasRemaining()) {
                    return false;
                }
                ByteBuffer buffer = decoder.getInputBuffer().clear();
                int length = Math.min(buffer.remaining(), in.remaining());
                buffer.put(in.slice(in.position(), length));
                in.position(in.position() + length);
                decoder.push(length);
            }
            case DONE -> {
                if (in.hasRemaining()) {
                    throw new IOException("the br stream is damaged: there are bytes behind its end");
                }
                return false;
            }
            case ERROR -> throw new IOException("the br stream is damaged");
            default -> decoder.push(0); // it goes on where it was
        }
        return true;
    }

    @Override
    public boolean mayEnd() {
        return !begun || decoder.getStatus() == Status.DONE;
    }

    @Override
    public void close() {
        decoder.destroy();
    }
}
// endregion
