// SPDX-License-Identifier: Apache-2.0
/**
 * The web framework of the second article, with all its names, on top of the real {@link io.snowloop.server.Snow}.
 *
 * <p>Read in this order: {@link io.snowloop.samples.seeds.snow.Snow}, {@link io.snowloop.samples.seeds.snow.View} and
 * the answers of a view, an {@link io.snowloop.samples.seeds.snow.HttpResponse} or a
 * {@link io.snowloop.samples.seeds.snow.Future}.
 */
@NullMarked
package io.snowloop.samples.seeds.snow;

import org.jspecify.annotations.NullMarked;
