// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.future.Cancellable;

/** A transfer of a body from its stream to a sink. All methods belong to the loop's thread. */
public interface Transfer extends Cancellable {
    /**
     * {@return a transfer from a stream to a sink} It moves nothing before the first {@link #resume}.
     *
     * <p>In one turn of the loop it moves at most 256 KiB and 1,024 pieces, so that a body whose pieces are always ready
     * does not starve other connections. When reading fails or the sink throws, the body is cancelled and the sink is
     * told, once.
     *
     * @param source belongs to the transfer from now on
     * @param sink takes the pieces
     */
    static Transfer of(BodyStream source, BodySink sink) {
        return new BodyTransfer(source, sink);
    }

    /** Begins, or continues after a pause. Does nothing while the transfer waits for its source, or has ended. */
    void resume();

    /** {@return whether it waits for its source: a read is pending} */
    boolean awaitsSource();

    /**
     * Stops, and cancels the source. The sink is not called any more.
     *
     * @return false if the transfer had ended already
     */
    @Override
    boolean cancel();
}
