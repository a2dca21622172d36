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

    /** {@return the address that the sender has connected to; null if it is not known} */
    default @Nullable SocketAddress localAddress() {
        return null;
    }

    /** {@return whether the request came over TLS to this server} A proxy in front of it may have ended the client's TLS. */
    default boolean isSecure() {
        return false;
    }

    /** {@return whether the server that received the request should be given more} */
    default Readiness readiness() {
        return Readiness.READY;
    }

    /**
     * Sends 103 (Early Hints, RFC 8297): fields of the response that is still being made, so that a browser loads a style sheet meanwhile.
     * Nothing is sent to a client of HTTP/1.0, or if the response has begun. It can be called again, with more.
     *
     * @param hints such as {@code Link: </style.css>; rel=preload; as=style}. {@code Content-Length} and {@code Transfer-Encoding} are left
     *     out
     */
    default void sendEarlyHints(Headers hints) {}

    /**
     * {@return completes when the response was sent, or can't be any more} What was sent is not always what the handler has returned: the
     * server responds itself to a request that it gives up, and clients leave. Ask before the response is returned. Null if no server
     * sends it, as in a test that calls an app.
     */
    default @Nullable Future<SentResponse> sent() {
        return null;
    }

    /**
     * Says that a handler has failed, and that the answer to that is a 5xx. Frameworks call it that make responses of errors, as a Snow app
     * does. The server logs the first failure of a kind, and counts those that follow.
     *
     * @param request that failed
     * @param status of the answer
     * @param error why
     * @return whether it was logged; false if no server has received the request, as in a test that calls an app
     */
    default boolean failed(Request request, Status status, Throwable error) {
        return false;
    }

    /**
     * Says how many bytes the answer keeps in memory because its client reads slowly, such as events that wait. The server bounds those of all
     * clients together: if there is no room for more, it resets the connection, and cancels the answer.
     *
     * @param bytes all that are kept now, in place of what was said before
     */
    default void keeps(long bytes) {}

    /**
     * Says that some code keeps bytes of the request although this is over, such as a thread that ignores its interrupt. The server counts them
     * as those that it keeps itself: as long as there are too many, it refuses requests that bring more. On the loop.
     *
     * @param bytes so many more than before; negative: so many fewer
     */
    default void keepsBehind(long bytes) {}

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
