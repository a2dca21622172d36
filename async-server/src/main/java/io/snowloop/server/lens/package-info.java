// SPDX-License-Identifier: Apache-2.0
/**
 * The lens: a view of event loops for a browser. {@link io.snowloop.server.lens.Lens} serves it, {@code LensFiles} are its page;
 * the page computes the state of a loop from its records as {@link io.snowloop.trace.LoopState} does.
 *
 * <p>No class of this package is loaded unless an app asks for a lens.
 */
@NullMarked
package io.snowloop.server.lens;

import org.jspecify.annotations.NullMarked;
