// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.session;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an app knows of a client: texts by name. It is a copy for one request, whose changes are kept when the response is there: of two
 * requests at the same time, all changes are, and of two changes to one value, the later. A session begins with its first value. To change it
 * later, such as in the handler of a WebSocket or while a body is streamed, fails with an {@link IllegalStateException}.
 */
public final class Session {
    private final Map<String, String> values;

    /** What this request has changed. No name is in both. */
    private final Map<String, String> set = new HashMap<>();

    private final Set<String> removed = new HashSet<>();

    /** What the client's cookie has; null if the client has no session. */
    final @Nullable String id;

    private boolean renewed;
    private boolean ended;
    private boolean kept;

    Session(@Nullable String id, Map<String, String> values) {
        this.id = id;
        this.values = new HashMap<>(values);
    }

    /**
     * {@return the value of this name; null if there is none}
     * @param name case counts
     */
    public @Nullable String get(String name) {
        return values.get(requireNonNull(name, "name"));
    }

    /**
     * Sets a value.
     * @param name case counts
     * @param value in place of one that is there
     */
    public void set(String name, String value) {
        requireOpen();
        values.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
        set.put(name, value);
        removed.remove(name);
    }

    /**
     * Removes a value.
     * @param name of which there may be none
     */
    public void remove(String name) {
        requireOpen();
        values.remove(requireNonNull(name, "name"));
        set.remove(name);
        removed.add(name);
    }

    /**
     * Gives the session another id, and makes the old one invalid. Call it at each login: else an attacker who has given his own
     * id to a client before is logged in as the user afterwards (session fixation). The token of {@link Csrf}, which he knows as well,
     * is another one, too.
     *
     * <p>If another request has ended the session meanwhile, the values from before are gone: the new one has what this request has set.
     */
    public void renew() {
        requireOpen();
        renewed = true;
        remove(Csrf.IN_SESSION);
    }

    /**
     * Removes all values, and with them the session and its cookie. Call it at logout. No request that is under way brings them back. A value
     * that is set afterwards is in another session, with another id.
     */
    public void end() {
        requireOpen();
        ended = true;
        values.clear();
        set.clear();
        removed.clear();
    }

    private void requireOpen() {
        if (kept) {
            throw new IllegalStateException("this session was kept with the response, and a change would be lost: "
                    + "make it before, in a view or a filter");
        }
    }

    /** From here on it is what the store has. */
    void kept() {
        kept = true;
    }

    boolean isRenewed() {
        return renewed;
    }

    boolean isEnded() {
        return ended;
    }

    /** The values that were set, and not removed again. */
    Map<String, String> set() {
        return set;
    }

    /** The names that were removed, and not set again. */
    Set<String> removed() {
        return removed;
    }

    /** Values with the changes of this request; without any from before if those are null. */
    Map<String, String> changed(@Nullable Map<String, String> before) {
        Map<String, String> all = before == null ? new HashMap<>() : new HashMap<>(before);
        all.keySet().removeAll(removed);
        all.putAll(set);
        return all;
    }

    Map<String, String> values() {
        return values;
    }

    /** The names, without the values. */
    @Override
    public String toString() {
        return "session with " + values.keySet();
    }
}
