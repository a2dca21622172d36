// SPDX-License-Identifier: Apache-2.0
/**
 * What a view that blocks does to a timer of its loop: {@code ./snowloop run why-late}.
 *
 * <p>{@link io.snowloop.samples.late.Phase} has the three apps that are compared, and {@link
 * io.snowloop.samples.late.WhyLate} the scene, in virtual time. {@code RealRun} is the same by the machine's clock, and
 * {@code Measured} says whether that shows anything.
 */
@NullMarked
package io.snowloop.samples.late;

import org.jspecify.annotations.NullMarked;
