/** A callback of the loop that blocks. */
@NullMarked
package io.snowloop.samples.zoo.sleepinloop;

import org.jspecify.annotations.NullMarked;
