/**
 * Filters for apps, to be added with {@link io.snowloop.server.Snow#filter}.
 *
 * <p>{@link io.snowloop.server.filter.AccessLog} is the one to read first, as an example of how one is written.
 */
@NullMarked
package io.snowloop.server.filter;

import org.jspecify.annotations.NullMarked;
