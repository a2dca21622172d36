// SPDX-License-Identifier: Apache-2.0
/** A time-out by the clock on the wall. */
@NullMarked
package io.snowloop.samples.zoo.wallclock;

import org.jspecify.annotations.NullMarked;
