// SPDX-License-Identifier: Apache-2.0
/**
 * Bytes that have to be kept: one class, {@link io.snowloop.buffer.ByteQueue}.
 *
 * <p>Most bytes are not kept. A lent buffer is used during the loan, and goes back. Only bytes that cannot be used at once
 * are copied into a queue: the first half of a header line whose second half has not arrived; an answer that the socket
 * did not take; small pieces that are to leave in one write.
 */
@NullMarked
package io.snowloop.buffer;

import org.jspecify.annotations.NullMarked;
