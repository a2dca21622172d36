// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code ./snowloop ladder} does: {@code LadderCommand} is the command, {@code Race} measures the rungs, {@code Trial} is what is
 * done to each of them, and {@code Results} says who lost where.
 */
@NullMarked
package io.snowloop.samples.ladder.race;

import org.jspecify.annotations.NullMarked;
