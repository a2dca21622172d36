// SPDX-License-Identifier: Apache-2.0
/**
 * The command that runs a reader's own program in a simulation: {@link io.snowloop.samples.sim.SimCommand}. {@code
 * SourceFile} compiles it, {@code FaultList} reads the faults of the command line.
 */
@NullMarked
package io.snowloop.samples.sim;

import org.jspecify.annotations.NullMarked;
