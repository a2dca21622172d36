/** An exception swallowed. */
@NullMarked
package io.snowloop.samples.zoo.swallowed;

import org.jspecify.annotations.NullMarked;
