/** A wait rounded down to milliseconds. */
@NullMarked
package io.snowloop.samples.zoo.timerroundsdown;

import org.jspecify.annotations.NullMarked;
