// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket.connection;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/** A message was not sent, because too many bytes wait for a peer that reads more slowly. The message names the setting. */
public class QueueFullException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with this message.
     * @param message says how many bytes wait
     */
    public QueueFullException(String message) {
        super(requireNonNull(message, "message"));
    }
}
