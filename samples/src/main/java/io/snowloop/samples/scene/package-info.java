// SPDX-License-Identifier: Apache-2.0
/**
 * Scenes: programs on a simulated network, with a seed, and what must come of them.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.samples.scene.Scene} and the {@link io.snowloop.samples.scene.Stage} on which it is set, with
 *       {@link io.snowloop.samples.scene.Program}s and {@link io.snowloop.samples.scene.Peer}s.
 *   <li>{@link io.snowloop.samples.scene.Scenes} runs one with many seeds.
 *   <li>{@link io.snowloop.samples.scene.Outcome}: what has happened in a run, as {@link
 *       io.snowloop.samples.scene.Moment}s. {@link io.snowloop.samples.scene.Timeline} shows them to people, and {@code
 *       OutcomeLines} writes them for programs.
 * </ol>
 */
@NullMarked
package io.snowloop.samples.scene;

import org.jspecify.annotations.NullMarked;
