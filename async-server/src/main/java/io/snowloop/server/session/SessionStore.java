// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.session;

import io.snowloop.future.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
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
     * Sets and removes values of a session, and lets its time begin again, in one step: the other values stay as they are, since another
     * request may change them at the same time. Does nothing if there is no such session any more: else a request that was under way at a
     * logout would bring it back. A session whose last value is removed stays, without values.
     *
     * @param id as {@link #create} got it
     * @param set the values to set, mostly none; not changed afterwards
     * @param removed the names to remove, none of which is in {@code set}; not changed afterwards
     * @param maxIdle as {@link #create}
     * @return completes when that is done
     */
    Future<@Nullable Void> update(String id, Map<String, String> set, Set<String> removed, Duration maxIdle);

    /**
     * Removes a session. Of two calls for the same one at the same time, only one gets the values: who renews a session that
     * another request has ended must see that.
     *
     * @param id of a session, which may be gone already
     * @return completes when {@link #load} does not find it any more, with the values that it had; null if there was none
     */
    Future<@Nullable Map<String, String>> delete(String id);

    /**
     * {@return a store in memory} Sessions end with the process. All loops may share it. Times are those of the loop's clock.
     * @param maxSessions positive: with one more, the one that was not used for the longest time is removed, and the first
     *     time that is logged at level WARNING. A session has about 200 bytes and its values
     */
    static SessionStore inMemory(int maxSessions) {
        return new MemorySessions(maxSessions);
    }
}
