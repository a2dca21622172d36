// SPDX-License-Identifier: Apache-2.0
/** Reading paused and never resumed. */
@NullMarked
package io.snowloop.samples.zoo.pauseforgets;

import org.jspecify.annotations.NullMarked;
