// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

/** The {@code Check.java} of an exercise: a class {@code Check} that sets the scene in which an answer is tried. */
@FunctionalInterface
public interface Examiner {
    /** Sets hosts, programs, faults and checks for one seed, as a {@link io.snowloop.samples.scene.Scene} does. */
    void examine(Exam exam) throws Exception;
}
