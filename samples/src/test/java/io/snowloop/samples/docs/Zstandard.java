// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import com.github.luben.zstd.ZstdBufferDecompressingStreamNoFinalizer;
import io.snowloop.client.ContentDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

// region adapter
/** Zstandard, of zstd-jni, plugged into {@code contentDecoding().withDecoder}. */
final class Zstandard implements ContentDecoder {
    private static final int PIECE = 16 * 1024;

    /** Windows of up to 8 MiB: more than that is not for HTTP (RFC 9659 §3). */
    private static final int WINDOW_LOG = 23;

    /** One frame after the other. */
    private static final class Frames extends ZstdBufferDecompressingStreamNoFinalizer {
        Frames() throws IOException {
            super(ByteBuffer.allocate(0));
            setLongMax(WINDOW_LOG);
        }

        void feed(ByteBuffer bytes) {
            source = bytes;
        }
    }

    private ByteBuffer in = ByteBuffer.allocate(0);
    private @Nullable Frames frames;

    @Override
    public void feed(ByteBuffer encoded) {
        in = ByteBuffer.allocate(encoded.remaining()).put(encoded).flip(); // the library wants an array
        if (frames != null) {
            frames.feed(in);
        }
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        do {
            if (in.hasRemaining() && mayEnd()) { // the first frame, or one after the last
                close();
                frames = new Frames();
                frames.feed(in);
            }
            if (frames == null) {
                return null;
            }
            frames.read(piece);
        } while (piece.position() == 0 && in.hasRemaining());
        return piece.position() == 0 ? null : piece.flip();
    }

    @Override
    public boolean mayEnd() {
        return frames == null || !frames.hasRemaining();
    }

    @Override
    public void close() {
        if (frames != null) {
            frames.close();
        }
    }
}
// endregion
