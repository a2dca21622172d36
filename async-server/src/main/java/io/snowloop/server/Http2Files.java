// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Body;
import io.snowloop.http.FileBody;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The files that are open for the answers of one connection of HTTP/2. A file is open from the head of its answer to its last byte, and the
 * client decides how long that is: without a bound, a few connections, each with a hundred streams and no window, take all file descriptors of
 * the process. As long as few are open in the loop, there is none: behind a proxy, the streams of one connection are of many clients, and a slow
 * one must not hold up the others.
 */
final class Http2Files {
    /** A file of one piece is closed at once. */
    private static final int ONE_PIECE = 64 * 1024;

    private final Http2Connection connection;

    /** What sends the answers that wait, in the order in which they came. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    private int open;

    Http2Files(Http2Connection connection) {
        this.connection = connection;
    }

    /** Whether a body is a file that stays open for longer than a step. */
    static boolean isLong(Body body) {
        return body instanceof FileBody file && file.length() > ONE_PIECE;
    }

    /** Takes a place. If there is none, {@code send} is run in a step when there is one, to try again. */
    boolean take(Runnable send) {
        if (!hasPlace()) {
            ServerContext context = connection.server().context();
            context.limits()
                    .hit(
                            "ServerOptions.maxHttp2Files",
                            context.options().maxHttp2Files(),
                            "an answer waits until another file is sent");
            waiting.add(send);
            places().await(this);
            return false;
        }
        open++;
        places().take();
        return true;
    }

    private boolean hasPlace() {
        return places().isOneFor(open);
    }

    private FilePlaces places() {
        return connection.server().files();
    }

    /** Whether that waits for a place. */
    boolean awaits(Runnable send) {
        return waiting.contains(send);
    }

    /** Does not run that any more. */
    void forget(Runnable send) {
        if (waiting.remove(send) && waiting.isEmpty()) {
            places().forget(this);
        }
    }

    /** The file of an answer is closed. The next answers begin in a step of their own: each may be over at once. */
    void giveBack() {
        open--;
        places().giveBack();
        if (!waiting.isEmpty()) {
            sendLater();
        }
    }

    /** Sends the next answers, as many as there are places. If some are left then, another connection has them. */
    void sendLater() {
        connection.server().context().loop().execute(() -> {
            connection.whileServing(this::sendNext);
            if (connection.isServing() && !waiting.isEmpty()) {
                places().await(this);
            } else {
                places().forget(this);
                places().callNext();
            }
        });
    }

    private void sendNext() {
        while (hasPlace() && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }
}
