// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Deadline;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.loop.channel.TurnQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a server in one loop, in the order in which they became idle. Idle ones are closed after the
 * keep-alive time.
 *
 * <p>It is a list whose links are in its elements: adding, moving and removing is a few stores and allocates nothing. And
 * because all connections have the same keep-alive time, the first in the list is the first to expire: one timer serves
 * all, however many there are.
 */
final class Connections {
    /** Each is a system call: of thousands that have become idle together, the others must not wait for all. */
    private static final int CLOSED_PER_TURN = 256;

    private final Scheduler loop;
    private final long keepAliveNanos;
    private final Deadline keepAlive;

    /** What ends all connections of the server, also those that speak another protocol by now. */
    final TurnQueue ends;

    private @Nullable ServerConnection first;
    private @Nullable ServerConnection last;

    /** The next one for {@link #recount}; null if that is the first. */
    private @Nullable ServerConnection uncounted;

    Connections(Scheduler loop, ServerTimeouts timeouts) {
        this.loop = loop;
        this.keepAliveNanos = Deadline.nanos(timeouts.keepAlive());
        this.keepAlive = new Deadline(loop, this::closeIdle);
        this.ends = new TurnQueue(Reactor.of(loop));
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Adds a connection that is not in the list. */
    void add(ServerConnection connection) {
        connection.idleSince = loop.ticker().nanoTime();
        append(connection);
    }

    private void append(ServerConnection connection) {
        ServerConnection before = last;
        connection.previous = before;
        last = connection;
        if (before == null) {
            first = connection;
        } else {
            before.next = connection;
        }
    }

    /** A connection in the list has become idle: its keep-alive time begins. */
    void idle(ServerConnection connection) {
        touch(connection, loop.ticker().nanoTime());
        if (!keepAlive.isArmed()) {
            keepAlive.arm(keepAliveNanos);
        }
    }

    private void touch(ServerConnection connection, long now) {
        connection.idleSince = now;
        if (connection != last) {
            unlink(connection);
            append(connection);
        }
    }

    /** Removes a connection that is in the list. With the last one, the timer leaves the loop. */
    void remove(ServerConnection connection) {
        unlink(connection);
        if (isEmpty()) {
            keepAlive.cancel();
        }
    }

    private void unlink(ServerConnection connection) {
        ServerConnection before = connection.previous;
        ServerConnection after = connection.next;
        if (uncounted == connection) {
            uncounted = after;
        }
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        connection.previous = null;
        connection.next = null;
    }

    /** Closes the connections that have been idle for long enough. Those with a request stay, and go to the end. */
    private void closeIdle() {
        long now = loop.ticker().nanoTime();
        int closed = 0;
        for (ServerConnection oldest = first; oldest != null; oldest = first) {
            long left = keepAliveNanos - (now - oldest.idleSince);
            if (left > 0 || closed++ == CLOSED_PER_TURN) {
                keepAlive.arm(Math.max(0, left));
                return;
            }
            touch(oldest, now);
            oldest.closeIfIdle();
        }
    }

    /** So many of them count no longer what was sent, and the next ones at the next call. */
    void recount(int most) {
        int left = most;
        do {
            ServerConnection each = uncounted == null ? first : uncounted;
            if (each == null) {
                return;
            }
            uncounted = each.next;
            each.recount();
        } while (uncounted != null && --left > 0);
    }

    /** Does something to all of them, in several turns if they are many. */
    void forEach(Consumer<ServerConnection> action) {
        List<ServerConnection> all = new ArrayList<>();
        for (ServerConnection each = first; each != null; each = each.next) {
            all.add(each);
        }
        all.forEach(each -> ends.add(() -> action.accept(each)));
    }
}
