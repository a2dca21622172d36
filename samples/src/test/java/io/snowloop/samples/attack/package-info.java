// SPDX-License-Identifier: Apache-2.0
/**
 * Attacks on a server, and what must be true after each of them: the server still answers, and it holds no descriptor,
 * registration, timer, thread or stream more than before.
 *
 * <p>{@link io.snowloop.samples.attack.Target} is the server, in a JVM of its own, and {@link
 * io.snowloop.samples.attack.TargetApp} is what it serves. {@link io.snowloop.samples.attack.Attack} is one attack; the
 * classes whose names end in {@code Attacks} list them by what they are aimed at. {@link
 * io.snowloop.samples.attack.AttackIT} and {@link io.snowloop.samples.attack.Http2AttackIT} run them all.
 */
package io.snowloop.samples.attack;
