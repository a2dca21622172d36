/** Snow, an asynchronous micro web framework. */
@NullMarked
package io.snowloop.server;

import org.jspecify.annotations.NullMarked;
