// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import java.io.ByteArrayOutputStream;

/** The beginning of a body, where the rest is of no use. */
final class BodyPrefix {
    private final BodyStream body;
    private final int most;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private BodyPrefix(BodyStream body, int most) {
        this.body = body;
        this.most = most;
    }

    /** Up to {@code most} bytes. If there are more, the body is cancelled. */
    static Future<byte[]> read(BodyStream body, int most) {
        return new BodyPrefix(body, most).read();
    }

    private Future<byte[]> read() {
        return body.read().flatMap(piece -> {
            if (piece == null) {
                return Future.completed(bytes.toByteArray());
            }
            byte[] copy = new byte[Math.min(piece.remaining(), most - bytes.size())];
            piece.get(copy);
            bytes.write(copy, 0, copy.length);
            if (bytes.size() == most) {
                body.cancel();
                return Future.completed(bytes.toByteArray());
            }
            return read();
        });
    }
}
