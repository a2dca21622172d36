// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.sse;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An event of an event stream (WHATWG HTML, "Server-sent events").
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#server-sent-event -->
 * <pre>{@code
 * ServerSentEvent price =
 *         ServerSentEvent.of("{\"gold\": 41}").withName("price").withId("1027");
 * }</pre>
 *
 * @param name what the standard calls its type: a browser calls the listeners of this name. {@link #MESSAGE} if the sender
 *     gives none
 * @param data text of any number of lines, may be empty
 * @param id the place in the stream from which a client that reconnects continues. Of an event to be sent: null for that of
 *     the event before, empty for none from here on. Of one that was received: the last that the stream has set; null if
 *     there is none
 */
public record ServerSentEvent(
        String name, String data, @Nullable String id) {
    /** The name of an event that is sent without one. */
    public static final String MESSAGE = "message";

    /** An event with these parts. What cannot be sent is refused when it is sent. */
    public ServerSentEvent {
        requireNonNull(name, "name");
        requireNonNull(data, "data");
    }

    /**
     * {@return an event without an id, with the name {@link #MESSAGE}}
     * @param data text of any number of lines
     */
    public static ServerSentEvent of(String data) {
        return new ServerSentEvent(MESSAGE, data, null);
    }

    /**
     * {@return this event with another name}
     * @param name without CR, LF and NUL
     */
    public ServerSentEvent withName(String name) {
        return new ServerSentEvent(name, data, id);
    }

    /**
     * {@return this event with another id}
     * @param id without control characters, and without a blank at either end: a client sends it back in a header field
     */
    public ServerSentEvent withId(String id) {
        return new ServerSentEvent(name, data, requireNonNull(id, "id"));
    }
}
