package io.snowloop.http.h1;

import io.snowloop.http.Status;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The peer has broken HTTP, or one of our {@link Limits}. The connection cannot be used for another message: where one
 * message ends is no longer known, and guessing is what request smuggling lives on.
 */
public final class RemoteProtocolException extends IOException {
    private static final long serialVersionUID = 1;

    private final int suggestedStatus;

    /** Says which rule the peer has broken, and what a server should answer to that. */
    public RemoteProtocolException(Status suggestedStatus, @Nullable String message) {
        super(message);
        this.suggestedStatus = suggestedStatus.code();
    }

    /** Of a malformed message: 400. */
    static RemoteProtocolException bad(@Nullable String message) {
        return new RemoteProtocolException(Status.BAD_REQUEST, message);
    }

    /** How a server should answer a request that fails like this, before it closes the connection. */
    public Status suggestedStatus() {
        return Status.of(suggestedStatus);
    }
}
