// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** How many {@link Http2Files} of all connections of a loop are open, and the connections that wait until there are few. */
final class FilePlaces {
    /** If as many are open, a connection has one, as each of HTTP/1.1 has: then there are no more of them than this and the connections. */
    private final int many;

    private final Set<Http2Files> waiting = new LinkedHashSet<>();
    private int open;

    /** Places of a loop: {@link ServerOptions#maxHttp2Files}. */
    FilePlaces(int many) {
        this.many = many;
    }

    /** So many a connection may have. Answers with further files wait. */
    private int most() {
        return many / 16;
    }

    /** If fewer are open in the loop, it may have more. */
    private boolean areFew() {
        return open < many / 4;
    }

    /** Whether a connection that has so many open may open one more. */
    boolean isOneFor(int ofConnection) {
        return ofConnection == 0 || areFew() || (ofConnection < most() && open < many);
    }

    void take() {
        open++;
    }

    /** Its connection has one file less. */
    void giveBack() {
        open--;
        callNext();
    }

    /** If there are few, the connection that has waited longest sends: once others are gone, it must not wait for its own slow clients. */
    void callNext() {
        Iterator<Http2Files> first = waiting.iterator();
        if (areFew() && first.hasNext()) {
            Http2Files next = first.next();
            first.remove();
            next.sendLater();
        }
    }

    void await(Http2Files files) {
        waiting.add(files);
    }

    void forget(Http2Files files) {
        waiting.remove(files);
    }
}
