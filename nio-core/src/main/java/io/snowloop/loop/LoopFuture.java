// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

/**
 * A future of a loop, as the owner of an event. It does not keep the future in memory.
 *
 * @param number of the future in its loop, from 1
 * @param name the class of the function whose result it has; or a string, such as {@code all}; empty for one that code completes
 */
public record LoopFuture(int number, Object name) {}
