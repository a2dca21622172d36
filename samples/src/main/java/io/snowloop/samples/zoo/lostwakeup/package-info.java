// SPDX-License-Identifier: Apache-2.0
/** A loop that looks at its queue, and then says that it sleeps. */
@NullMarked
package io.snowloop.samples.zoo.lostwakeup;

import org.jspecify.annotations.NullMarked;
