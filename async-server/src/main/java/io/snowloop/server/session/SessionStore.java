// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.session;

import io.snowloop.future.Future;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where sessions are kept between requests: in memory, or by an implementation of yours in a database that several servers share.
 * Its methods are called on loops' threads, and must not block.
 */
public interface SessionStore {
    /**
     * {@return the values of a session; null if there is none, or it has expired}
     * @param id as {@link #create} got it
     */
    Future<@Nullable Map<String, String>> load(String id);

    /**
     * Adds a session.
     * @param id random, and never used before
     * @param values not changed afterwards
     * @param maxIdle the session expires this time after the last {@code create} or {@code update}
     * @return completes when {@link #load} finds it
     */
    Future<@Nullable Void> create(String id, Map<String, String> values, Duration maxIdle);

    /**
     * Sets the values of a session, and lets its time begin again. Does nothing if there is no such session any more: else a
     * request that was under way at a logout would bring it back.
     *
     * @param id as {@link #create} got it
     * @param values not changed afterwards
     * @param maxIdle as {@link #create}
     * @return completes when that is done
     */
    Future<@Nullable Void> update(String id, Map<String, String> values, Duration maxIdle);

    /**
     * Lets the time of a session begin again, and leaves its values as they are: a request that has changed nothing must not undo
     * what others have changed meanwhile. This loads and updates them; a store that can do better does.
     *
     * @param id as {@link #create} got it
     * @param maxIdle as {@link #create}
     * @return as {@link #update}
     */
    default Future<@Nullable Void> touch(String id, Duration maxIdle) {
        return load(id).flatMap(values -> values == null ? Future.completed(null) : update(id, values, maxIdle));
    }

    /**
     * Removes a session.
     * @param id of a session, which may be gone already
     * @return completes when {@link #load} does not find it any more
     */
    Future<@Nullable Void> delete(String id);

    /**
     * {@return a store in memory} Sessions end with the process. All loops may share it. Times are those of the loop's clock.
     * @param most sessions, positive: with one more, the one that was not used for the longest time is removed, and the first
     *     time that is logged at level WARNING. A session has about 200 bytes and its values
     */
    static SessionStore inMemory(int most) {
        return new MemorySessions(most);
    }
}
