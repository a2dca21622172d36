// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import io.snowloop.http.Status;
import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The peer has broken a rule of HTTP/1.1 or one of our {@link Limits}. The connection cannot be used for another
 * message: the end of the broken one is unknown, and a guess would allow request smuggling (RFC 9112 §11.2).
 */
public final class RemoteProtocolException extends IOException {
    private static final long serialVersionUID = 1;

    /** The code of {@link #suggestedStatus()}.  */
    private final int suggestedStatus;

    /** The limit that was exceeded; null if it was none. */
    private final @Nullable Limit limit;

    /**
     * One of the {@link Limits}.
     *
     * @param name of its setting, such as {@code startLine}
     * @param value what it is set to
     */
    public record Limit(String name, long value) implements Serializable {}

    /**
     * An exception whose message names the rule.
     * @param suggestedStatus of a server's response, see {@link #suggestedStatus}
     * @param message what the peer has sent, and which rule forbids it
     */
    public RemoteProtocolException(Status suggestedStatus, @Nullable String message) {
        this(suggestedStatus, message, null);
    }

    private RemoteProtocolException(Status suggestedStatus, @Nullable String message, @Nullable Limit limit) {
        super(message);
        this.suggestedStatus = suggestedStatus.code();
        this.limit = limit;
    }

    /** An exception for a malformed message, with status 400. */
    static RemoteProtocolException bad(@Nullable String message) {
        return new RemoteProtocolException(Status.BAD_REQUEST, message);
    }

    /** An exception for a message that is over a limit. */
    static RemoteProtocolException over(String setting, long value, Status suggestedStatus, String message) {
        return new RemoteProtocolException(suggestedStatus, message, new Limit(setting, value));
    }

    /** {@return the status with which a server should answer such a request before it closes the connection: 4xx or 5xx} */
    public Status suggestedStatus() {
        return Status.of(suggestedStatus);
    }

    /** {@return the limit that the message is over; null if it breaks another rule} */
    public @Nullable Limit limit() {
        return limit;
    }
}
