// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.util.concurrent.CancellationException;

/**
 * Why a future is cancelled that was not the first. It has no stack trace: this would be of the loop's queue, and say nothing,
 * and a server makes one of these for each response that is not there at once.
 */
final class LostRaceException extends CancellationException {
    private static final long serialVersionUID = 1;

    LostRaceException() {
        super("cancelled: another future was first");
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
