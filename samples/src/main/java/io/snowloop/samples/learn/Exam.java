// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.scene.Failed;
import io.snowloop.samples.scene.Stage;
import java.util.Random;
import java.util.Set;

/** One run of an answer: the stage of its scene, and what must hold. */
public final class Exam {
    /** The symptom of a run that a check has ended which is off: it passes. */
    static final String OFF = "off";

    private final Stage stage;
    private final Set<String> off;
    private final Set<String> made;

    /** An exam in which the checks with the ids of {@code off} let a run pass that they would fail. {@code made} gets the ids of all. */
    Exam(Stage stage, Set<String> off, Set<String> made) {
        this.stage = stage;
        this.off = off;
        this.made = made;
    }

    /** Where hosts and programs are set. */
    public Stage stage() {
        return stage;
    }

    /** The random numbers of this seed. */
    public Random random() {
        return stage.random();
    }

    /**
     * Fails the answer if {@code holds} is false. The run ends there: what comes after it would follow from it.
     *
     * @param id the name of this check in its exercise: a test switches each off, and sees that a wrong answer passes then
     * @param sentence what the reader is told: what happened, and what should have
     */
    public void check(String id, boolean holds, String sentence) {
        made.add(id);
        if (!holds) {
            throw new Failed(off.contains(id) ? OFF : id, sentence);
        }
    }
}
