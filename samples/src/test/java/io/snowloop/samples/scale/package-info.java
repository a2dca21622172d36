// SPDX-License-Identifier: Apache-2.0
/**
 * What a connection, a message and a page cost, and how many machines follow from that: {@code docs/scale.md}.
 *
 * <p>{@link io.snowloop.samples.scale.Costs} is a file of measured figures, {@link io.snowloop.samples.scale.Plan} the arithmetic.
 */
@NullMarked
package io.snowloop.samples.scale;

import org.jspecify.annotations.NullMarked;
