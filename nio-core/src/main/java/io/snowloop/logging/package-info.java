/** The {@link io.snowloop.logging.LazyLogger} of Snowloop's own modules. */
@NullMarked
package io.snowloop.logging;

import org.jspecify.annotations.NullMarked;
