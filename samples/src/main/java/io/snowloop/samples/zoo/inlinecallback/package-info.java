// SPDX-License-Identifier: Apache-2.0
/** Callbacks called from inside of the call that causes them. */
@NullMarked
package io.snowloop.samples.zoo.inlinecallback;

import org.jspecify.annotations.NullMarked;
