// SPDX-License-Identifier: Apache-2.0
/**
 * Programs of jars on a simulated network: {@code ./snowloop sim --jar}. Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.samples.jar.ProgramJar}: the jar, as {@code java -jar} reads it.
 *   <li>{@link io.snowloop.samples.jar.JarRuns}: one JVM for each seed, and what is printed of them.
 *   <li>{@link io.snowloop.samples.jar.JarMain}: the main class of that JVM, which runs the program and its {@link
 *       io.snowloop.samples.jar.Check}.
 * </ol>
 */
@NullMarked
package io.snowloop.samples.jar;

import org.jspecify.annotations.NullMarked;
