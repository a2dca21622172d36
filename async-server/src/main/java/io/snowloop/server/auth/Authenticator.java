// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.auth;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * A function from a request to its sender.
 * @param <P> the type of the sender
 */
@FunctionalInterface
public interface Authenticator<P extends Principal> {
    /**
     * Looks at the credentials of a request. It is called on the loop's thread, so it must not block.
     * @param request its body may still be arriving
     * @return completes with the sender; with null if there are no credentials, or wrong ones
     */
    Future<@Nullable P> authenticate(Request request);
}
