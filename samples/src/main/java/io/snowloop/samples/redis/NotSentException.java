// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import java.io.IOException;

/** A command was not sent, so the server has not run it: to call it again does no harm. */
public final class NotSentException extends IOException {
    private static final long serialVersionUID = 1L;

    NotSentException(Command command, String reason) {
        super(command + " was not sent: " + reason);
    }
}
