// SPDX-License-Identifier: Apache-2.0
/** Clients that retry at the same times. */
@NullMarked
package io.snowloop.samples.zoo.thunderingherd;

import org.jspecify.annotations.NullMarked;
