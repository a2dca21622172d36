// SPDX-License-Identifier: Apache-2.0
/**
 * Figures of a program that runs: what a server, a fetcher and a loop report, and where to.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.metrics.Metrics}, where figures go; {@link io.snowloop.metrics.Metric} is the name of one.
 *   <li>{@link io.snowloop.metrics.Counter}, {@link io.snowloop.metrics.Gauge} and {@link io.snowloop.metrics.Histogram}, its three
 *       kinds.
 *   <li>{@link io.snowloop.metrics.Prometheus}, which keeps them and writes them as text.
 *   <li>{@link io.snowloop.metrics.LoopMetrics}, the figures of a loop, from its events.
 * </ol>
 */
@NullMarked
package io.snowloop.metrics;

import org.jspecify.annotations.NullMarked;
