// SPDX-License-Identifier: Apache-2.0
/**
 * Instruments, for the ladder and for the benchmarks: {@code Child} is a JVM to measure, {@code CpuTime} and {@code Memory} are what it
 * uses, {@code Summary} is what came of several rounds, {@code BarChart} and {@code Numbers} show it, and {@code Host} is where.
 */
@NullMarked
package io.snowloop.samples.measure;

import org.jspecify.annotations.NullMarked;
