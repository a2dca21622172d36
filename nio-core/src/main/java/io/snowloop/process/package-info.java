// SPDX-License-Identifier: Apache-2.0
/**
 * Child processes, and signals of the operating system.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.process.Command}: the program, its arguments, and what it runs with. {@code run} has all of its output.
 *   <li>{@link io.snowloop.process.ChildProcess}: one that runs, with its pipes, its exit code and its end.
 *   <li>{@link io.snowloop.process.Signals}: SIGHUP and others, as callbacks of a loop.
 * </ol>
 */
@NullMarked
package io.snowloop.process;

import org.jspecify.annotations.NullMarked;
