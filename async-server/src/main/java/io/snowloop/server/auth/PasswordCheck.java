// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.auth;

import io.snowloop.future.Future;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * A function from a name and a password to the user who has both.
 * @param <P> the type of the user
 */
@FunctionalInterface
public interface PasswordCheck<P extends Principal> {
    /**
     * Checks a password. It is called on the loop's thread, so it must not block: a hash that takes its time on purpose belongs to a
     * thread of its own.
     *
     * @param name as it was sent, without a colon
     * @param password as it was sent
     * @return completes with the user; with null if there is none, or with another password
     */
    Future<@Nullable P> check(String name, String password);
}
