/** An example of late reports and the debug mode. */
@NullMarked
package io.snowloop.samples.late;

import org.jspecify.annotations.NullMarked;
