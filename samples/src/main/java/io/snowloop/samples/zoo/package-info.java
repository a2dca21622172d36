// SPDX-License-Identifier: Apache-2.0
/**
 * The bug zoo: programs that are wrong on purpose, each with the right one, and a scene in which the difference shows.
 *
 * <p>{@link io.snowloop.samples.zoo.Animal} is what an animal has, {@link io.snowloop.samples.zoo.Zoo} the list of all. A
 * package each has the two programs, {@code Wrong} and {@code Right}. {@link io.snowloop.samples.zoo.ZooCommand} shows
 * them; docs/zoo/README.md is the chapter.
 */
@NullMarked
package io.snowloop.samples.zoo;

import org.jspecify.annotations.NullMarked;
