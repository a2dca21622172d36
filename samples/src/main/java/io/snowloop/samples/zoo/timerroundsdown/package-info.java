// SPDX-License-Identifier: Apache-2.0
/** A wait rounded down to milliseconds. */
@NullMarked
package io.snowloop.samples.zoo.timerroundsdown;

import org.jspecify.annotations.NullMarked;
