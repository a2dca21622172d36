// SPDX-License-Identifier: Apache-2.0
/**
 * The exercises: {@link io.snowloop.samples.learn.LearnCommand}. The exercises themselves are resources, in the folder
 * {@code exercises} of this package; its README has the way from the first to the last.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@code Exercise}, a folder, and {@code Exercises}, all of them; {@link io.snowloop.samples.learn.Examiner} and {@link
 *       io.snowloop.samples.learn.Exam}, what a check is.
 *   <li>{@code Grader}: from an answer to its {@code Grade}. {@code AnswerClasses} says what an answer may use.
 *   <li>{@code Worker}, a JVM that grades; {@code WorkerProcess}, its other end.
 *   <li>{@code LearnFolder}, the reader's files, with {@code Progress}.
 *   <li>{@code Watch}, which grades each time that a file has changed, and {@code Pane}, what it shows.
 * </ol>
 */
@NullMarked
package io.snowloop.samples.learn;

import org.jspecify.annotations.NullMarked;
