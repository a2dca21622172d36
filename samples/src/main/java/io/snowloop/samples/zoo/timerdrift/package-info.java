// SPDX-License-Identifier: Apache-2.0
/** A period counted from the end of the work. */
@NullMarked
package io.snowloop.samples.zoo.timerdrift;

import org.jspecify.annotations.NullMarked;
