/** A loop that says why something was late. */
@NullMarked
package io.snowloop.samples.late;

import org.jspecify.annotations.NullMarked;
