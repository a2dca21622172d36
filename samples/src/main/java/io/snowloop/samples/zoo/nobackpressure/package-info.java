// SPDX-License-Identifier: Apache-2.0
/** All kept that a slow client does not take. */
@NullMarked
package io.snowloop.samples.zoo.nobackpressure;

import org.jspecify.annotations.NullMarked;
