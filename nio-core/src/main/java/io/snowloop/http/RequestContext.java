// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a request that was received: what the server can tell the handler. All methods belong to the loop's
 * thread.
 */
public interface RequestContext {
    /** That of a request that was not received by a server. */
    RequestContext NONE = new RequestContext() {
        @Override
        public @Nullable SocketAddress remoteAddress() {
            return null;
        }

        @Override
        public Future<@Nullable Void> draining() {
            return Scheduler.current().newPromise();
        }

        @Override
        public Future<Response> orRefusal(Future<Response> answer) {
            return answer;
        }
    };

    /** {@return the address of the sender; null if it is not known} */
    @Nullable
    SocketAddress remoteAddress();

    /** {@return whether the request came over TLS to this server} A proxy in front of it may have ended the client's TLS. */
    default boolean isSecure() {
        return false;
    }

    /**
     * {@return completes when the server begins to drain} An answer without an end, such as a stream of events, ends then:
     * otherwise the server waits for it, and resets its connection in the end. It stays pending if the answer is sent
     * before.
     */
    Future<@Nullable Void> draining();

    /**
     * {@return an answer that may be late, or what the server says if it waits no longer} The result has the outcome of
     * {@code answer}, unless the server gives the request up before: the handler takes too long (503), the rest of the body
     * does not come (408) or is malformed (400), or there is no memory for it (503). Then {@code answer} is cancelled, and
     * the result fails with an {@link HttpException}. What the caller makes of that becomes the response.
     *
     * <p>An app does this inside of its filters and its error mapper, so that they see each response. Without it, the server
     * cancels the handler's future and responds itself.
     *
     * @param answer of the handler, pending or done
     */
    Future<Response> orRefusal(Future<Response> answer);
}
