// SPDX-License-Identifier: Apache-2.0
/** The measured simulator: {@code SimulationProcess} runs seeds, {@code SimulatorBenchmark} measures how many in which time. */
@NullMarked
package io.snowloop.benchmarks.simulator;

import org.jspecify.annotations.NullMarked;
