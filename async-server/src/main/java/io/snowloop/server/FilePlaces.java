// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** How many {@link Http2Files} of all connections of a loop are open, and the connections that wait until there are few. */
final class FilePlaces {
    /** So many a connection may have. Answers with further files wait. */
    private final int most;

    /** If fewer are open in the loop, it may have more. */
    private final int few;

    /** If as many are, it has one, as each of HTTP/1.1 has: then there are no more of them than this and the connections. */
    private final int many;

    private final Set<Http2Files> waiting = new LinkedHashSet<>();
    private int open;

    /** Places of a loop: {@link ServerOptions#maxHttp2Files}. */
    FilePlaces(int many) {
        this.most = many / 16;
        this.few = many / 4;
        this.many = many;
    }

    /** Whether a connection that has so many open may open one more. */
    boolean isOneFor(int ofConnection) {
        return ofConnection == 0 || open < few || (ofConnection < most && open < many);
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
        if (open < few && first.hasNext()) {
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
