// SPDX-License-Identifier: Apache-2.0
/**
 * Filters for apps. Add them with {@link io.snowloop.server.Snow#filter}.
 *
 * <p>Read {@link io.snowloop.server.filter.AccessLog} first: it is an example of a filter.
 */
@NullMarked
package io.snowloop.server.filter;

import org.jspecify.annotations.NullMarked;
