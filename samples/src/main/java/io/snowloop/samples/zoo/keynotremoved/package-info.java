// SPDX-License-Identifier: Apache-2.0
/** A selected key not removed. */
@NullMarked
package io.snowloop.samples.zoo.keynotremoved;

import org.jspecify.annotations.NullMarked;
