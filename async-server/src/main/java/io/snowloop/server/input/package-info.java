// SPDX-License-Identifier: Apache-2.0
/**
 * Values that a request must have, of a type. {@link io.snowloop.server.input.Input} is one of them, {@link
 * io.snowloop.server.input.InvalidInputException} is the one error that tells all that are wrong.
 */
@NullMarked
package io.snowloop.server.input;

import org.jspecify.annotations.NullMarked;
