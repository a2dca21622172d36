// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the streams that have data are served (RFC 9218 §10): by urgency; of equal urgency those that are not
 * incremental first, one after the other by their numbers, because a part of such a body is of no use; and behind them the
 * incremental ones in turns, one frame each.
 *
 * <p>A stream without a window keeps its place, and lets the next one pass.
 */
final class SendOrder {
    /** For each urgency the streams in their order. */
    private final List<List<Stream>> byUrgency = new ArrayList<>(Priority.URGENCIES);

    SendOrder() {
        for (int i = 0; i < Priority.URGENCIES; i++) {
            byUrgency.add(new ArrayList<>(0));
        }
    }

    void add(Stream stream) {
        if (!stream.wantsToSend) {
            stream.wantsToSend = true;
            insert(stream);
        }
    }

    void remove(Stream stream) {
        if (stream.wantsToSend) {
            stream.wantsToSend = false;
            sameUrgency(stream).remove(stream);
        }
    }

    /** Gives a stream another priority. It goes behind those that have it already. */
    void change(Stream stream, Priority priority) {
        boolean wanted = stream.wantsToSend;
        remove(stream);
        stream.priority = priority;
        if (wanted) {
            add(stream);
        }
    }

    /** A frame with data of this stream was sent. */
    void sent(Stream stream) {
        if (stream.wantsToSend && stream.priority.incremental()) {
            List<Stream> equals = sameUrgency(stream);
            equals.remove(stream);
            equals.add(stream);
        }
    }

    /** The first stream with a window; null if there is none. */
    @Nullable
    Stream next() {
        for (List<Stream> equals : byUrgency) {
            for (int i = 0; i < equals.size(); i++) {
                if (equals.get(i).sendWindow.isOpen()) {
                    return equals.get(i);
                }
            }
        }
        return null;
    }

    private void insert(Stream stream) {
        List<Stream> equals = sameUrgency(stream);
        int at = equals.size();
        if (!stream.priority.incremental()) {
            while (at > 0 && isBehind(equals.get(at - 1), stream)) {
                at--;
            }
        }
        equals.add(at, stream);
    }

    private static boolean isBehind(Stream other, Stream stream) {
        return other.priority.incremental() || other.number > stream.number;
    }

    /** Those of the same urgency. */
    private List<Stream> sameUrgency(Stream stream) {
        return byUrgency.get(stream.priority.urgency());
    }
}
