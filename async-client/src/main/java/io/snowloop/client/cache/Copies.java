// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import io.snowloop.http.Body;
import io.snowloop.logging.LimitLog;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The copies of bodies that are being read, and are not stored so far. If they take too much memory together, those that began first are given
 * up: their servers may have stalled, or their readers may have left them. Any thread.
 */
final class Copies {
    private final long most;
    private final LimitLog limits = new LimitLog(ResponseCache.class);
    private final Set<Copy> all = new LinkedHashSet<>();
    private long used;

    Copies(long most) {
        this.most = most;
    }

    /** One that has no byte so far. */
    Copy begin() {
        return new Copy();
    }

    private synchronized void added(Copy copy, int bytes) {
        used += bytes;
        all.add(copy);
        for (Iterator<Copy> oldest = all.iterator(); used > most && all.size() > 1; ) {
            Copy first = oldest.next();
            if (!first.equals(copy)) {
                oldest.remove();
                limits.hit("ResponseCache.maxMemory", most, "not storing a response, because more are being read");
                first.clear();
            }
        }
    }

    /** The copy of one body, as far as it was read. */
    final class Copy {
        /** Null when it was given up, or taken. */
        private @Nullable ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        /** Adds a piece, which stays as it is. Gives the copy up if it becomes longer than the limit. */
        void add(ByteBuffer piece, long limit) {
            synchronized (Copies.this) {
                if (bytes == null) {
                    return;
                }
                if (bytes.size() + (long) piece.remaining() > limit) {
                    drop();
                    return;
                }
                byte[] array = new byte[piece.remaining()];
                piece.duplicate().get(array);
                bytes.writeBytes(array);
                added(this, array.length);
            }
        }

        boolean isKept() {
            synchronized (Copies.this) {
                return bytes != null;
            }
        }

        /** All of it, once; null if it was given up. */
        Body.@Nullable Bytes take() {
            synchronized (Copies.this) {
                Body.Bytes body = bytes == null ? null : Body.of(bytes.toByteArray());
                drop();
                return body;
            }
        }

        /** It is of no use. */
        void drop() {
            synchronized (Copies.this) {
                all.remove(this);
                clear();
            }
        }

        private void clear() {
            used -= bytes == null ? 0 : bytes.size();
            bytes = null;
        }
    }
}
