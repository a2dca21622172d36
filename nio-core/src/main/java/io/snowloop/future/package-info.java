/** Values that are not there yet. */
@NullMarked
package io.snowloop.future;

import org.jspecify.annotations.NullMarked;
