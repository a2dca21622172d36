// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** How many {@link Http2Files} of all connections of a loop are open, and the connections that wait until there are few. */
final class FilePlaces {
    /** If fewer are open, a connection may have more than its own. */
    private static final int FEW = 64;

    private final Set<Http2Files> waiting = new LinkedHashSet<>();
    private int open;

    boolean areFew() {
        return open < FEW;
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
