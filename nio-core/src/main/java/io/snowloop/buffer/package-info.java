/**
 * Bytes that have to be kept: one class, {@link io.snowloop.buffer.ByteQueue}.
 *
 * <p>Most bytes never come here. A buffer that is lent to us is used while it is lent, and handed back. Only what
 * cannot be used at once is copied into a queue: the half of a header line whose other half has not arrived, the answer
 * that the socket would not take, the small pieces that should leave in one write.
 */
@NullMarked
package io.snowloop.buffer;

import org.jspecify.annotations.NullMarked;
