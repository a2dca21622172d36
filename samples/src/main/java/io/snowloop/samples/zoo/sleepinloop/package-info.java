// SPDX-License-Identifier: Apache-2.0
/** A callback of the loop that blocks. */
@NullMarked
package io.snowloop.samples.zoo.sleepinloop;

import org.jspecify.annotations.NullMarked;
