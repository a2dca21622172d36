// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.sse;

import java.io.IOException;

/** A line of an event stream, or the data of an event, is larger than its reader accepts. The message has the limit. */
public class EventTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception for this limit.
     * @param maxEvent the limit, in bytes
     */
    public EventTooLargeException(int maxEvent) {
        super("the event stream has a line, or an event, of more than maxEvent = " + maxEvent + " bytes");
    }
}
