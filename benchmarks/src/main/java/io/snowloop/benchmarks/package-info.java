// SPDX-License-Identifier: Apache-2.0
/**
 * The benchmarks of Snowloop: {@code Bench} is the command line. {@code server} and {@code client} have the measured
 * programs, {@code micro} has single parts, {@code simulator} the simulator, {@code measure} what only they measure with,
 * {@code report} the results and the page. The instruments that the ladder has, too, are in
 * {@link io.snowloop.samples.measure}.
 */
@NullMarked
package io.snowloop.benchmarks;

import org.jspecify.annotations.NullMarked;
