// SPDX-License-Identifier: Apache-2.0
/** An exception swallowed. */
@NullMarked
package io.snowloop.samples.zoo.swallowed;

import org.jspecify.annotations.NullMarked;
