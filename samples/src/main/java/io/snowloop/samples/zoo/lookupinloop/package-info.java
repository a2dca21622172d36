// SPDX-License-Identifier: Apache-2.0
/** A name looked up on the loop. */
@NullMarked
package io.snowloop.samples.zoo.lookupinloop;

import org.jspecify.annotations.NullMarked;
