// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.session;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an app knows of a client: texts by name. It is a copy for one request: of two requests at the same time that change it, the one
 * that ends last decides. It is kept when the response is there, and a session without values is not kept at all. To change it
 * later, such as in the handler of a WebSocket or while a body is streamed, fails with an {@link IllegalStateException}.
 */
public final class Session {
    private final Map<String, String> loaded;
    private final Map<String, String> values;

    /** What the client's cookie has; null if the client has no session. */
    final @Nullable String id;

    private boolean renewed;
    private boolean kept;

    Session(@Nullable String id, Map<String, String> values) {
        this.id = id;
        this.loaded = values;
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
    }

    /**
     * Removes a value.
     * @param name of which there may be none
     */
    public void remove(String name) {
        requireOpen();
        values.remove(requireNonNull(name, "name"));
    }

    /**
     * Gives the session another id, and makes the old one invalid. Call it at each login: else an attacker who has given his own
     * id to a client before is logged in as the user afterwards (session fixation). The token of {@link Csrf}, which he knows as well,
     * is another one, too.
     */
    public void renew() {
        requireOpen();
        renewed = true;
        values.remove(Csrf.IN_SESSION);
    }

    /** Removes all values, and with them the session and its cookie. Call it at logout. */
    public void end() {
        requireOpen();
        values.clear();
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

    boolean isChanged() {
        return !values.equals(loaded);
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
