// SPDX-License-Identifier: Apache-2.0
/**
 * Files, off the loop.
 *
 * <p>{@link io.snowloop.file.AsyncFiles} is all of it: what {@link java.nio.file.Files} does, on threads that may block, with futures.
 */
@NullMarked
package io.snowloop.file;

import org.jspecify.annotations.NullMarked;
