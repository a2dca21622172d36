// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.http.h2.table.StreamTable;
import org.jspecify.annotations.Nullable;

/** The streams of an HTTP/2 connection whose bodies are being sent, and what these keep in memory. */
final class SendingStreams {
    private final StreamTable<StreamOutflow> all = new StreamTable<>();

    /** How many bytes their current pieces have. */
    private long held;

    /** How often one has got another piece. */
    private long pieces;

    void add(int number, StreamOutflow stream) {
        all.put(number, stream);
    }

    /** Returns whether it was there. */
    boolean remove(int number) {
        return all.remove(number) != null;
    }

    @Nullable
    StreamOutflow get(int number) {
        return all.get(number);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** One of them has another piece than before, which has so many bytes more. Returns the number of the piece. */
    long hold(int more) {
        held += more;
        return ++pieces;
    }

    long held() {
        return held;
    }
}
