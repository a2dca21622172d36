/** Interest in writing never taken back. */
@NullMarked
package io.snowloop.samples.zoo.writealways;

import org.jspecify.annotations.NullMarked;
