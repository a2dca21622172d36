// SPDX-License-Identifier: Apache-2.0
/**
 * For tests of code that is a client. Not for production: these classes keep all that they see.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.client.testing.MockServer}, which answers what a test tells it, and breaks what a test wants broken, with
 *       its {@link io.snowloop.client.testing.MockAnswer} and {@code MockConnection}.
 *   <li>{@link io.snowloop.client.testing.Recorder}, which writes the traffic with a real server down, and
 *       {@link io.snowloop.client.testing.Replay}, which answers from what was written; {@code Tape} is the format of the file.
 * </ol>
 */
@NullMarked
package io.snowloop.client.testing;

import org.jspecify.annotations.NullMarked;
