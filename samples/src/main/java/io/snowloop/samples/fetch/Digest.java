// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.samples.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The length and the SHA-256 of bytes that are added piece by piece. */
final class Digest {
    private final MessageDigest sha256 = Sha256.digest();
    private long length;

    /** The same body, with its pieces added when they are read. */
    BodyStream of(BodyStream body) {
        return new BodyStream() {
            @Override
            public Future<@Nullable ByteBuffer> read() {
                return body.read().map(piece -> {
                    if (piece != null) {
                        add(piece.duplicate());
                    }
                    return piece;
                });
            }

            @Override
            public void cancel() {
                body.cancel();
            }

            @Override
            public Headers trailers() {
                return body.trailers();
            }
        };
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
