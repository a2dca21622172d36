package io.snowloop.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a loop, in the order in which they were last touched. It is a list whose links are in its elements:
 * adding, moving and removing takes a few stores and allocates nothing, however many there are.
 */
final class Connections {
    private @Nullable PersistentConnection first;
    private @Nullable PersistentConnection last;

    /** Adds one that is in no list. */
    void add(PersistentConnection connection) {
        PersistentConnection before = last;
        connection.previous = before;
        last = connection;
        if (before == null) {
            first = connection;
        } else {
            before.next = connection;
        }
    }

    /** Moves one that is in it to the end. */
    void touch(PersistentConnection connection) {
        if (connection != last) {
            remove(connection);
            add(connection);
        }
    }

    /** Removes one that is in it. */
    void remove(PersistentConnection connection) {
        PersistentConnection before = connection.previous;
        PersistentConnection after = connection.next;
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

    /** The one that was touched longest ago. */
    @Nullable
    PersistentConnection first() {
        return first;
    }

    /** All of them, in a list that does not change. */
    List<PersistentConnection> copy() {
        List<PersistentConnection> all = new ArrayList<>();
        for (PersistentConnection each = first; each != null; each = each.next) {
            all.add(each);
        }
        return all;
    }
}
