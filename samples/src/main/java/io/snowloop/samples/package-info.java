/** The launcher of the samples. */
@NullMarked
package io.snowloop.samples;

import org.jspecify.annotations.NullMarked;
