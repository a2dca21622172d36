// SPDX-License-Identifier: Apache-2.0
/** The instruments: CPU time and memory of processes, the load generators, and the summary of rounds. */
@NullMarked
package io.snowloop.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
