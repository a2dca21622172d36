// SPDX-License-Identifier: Apache-2.0
/** A list walked while callbacks change it. */
@NullMarked
package io.snowloop.samples.zoo.inlinecallback;

import org.jspecify.annotations.NullMarked;
