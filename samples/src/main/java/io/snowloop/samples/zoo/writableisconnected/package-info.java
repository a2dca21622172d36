// SPDX-License-Identifier: Apache-2.0
/** A channel used before it is connected. */
@NullMarked
package io.snowloop.samples.zoo.writableisconnected;

import org.jspecify.annotations.NullMarked;
