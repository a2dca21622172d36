/** The smallest server and the smallest client: what the README shows. */
@NullMarked
package io.snowloop.samples.hello;

import org.jspecify.annotations.NullMarked;
