// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.scene.Failed;
import io.snowloop.samples.scene.Stage;
import java.util.Random;
import java.util.Set;

/** One run of an answer: the stage of its scene, and what must hold. */
public final class Exam {
    private final Stage stage;
    private final Set<String> off;
    private final Set<String> made;

    /** An exam in which the checks with the ids of {@code off} do nothing. {@code made} gets the ids of all. */
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
     * Fails the answer if {@code holds} is false. The run ends there. No other check may make this one unnecessary: a test switches
     * it off, and sees that a wrong answer passes then.
     *
     * @param id the name of this check in its exercise; those that have a name are switched off together
     * @param sentence what the reader is told: what happened, and what should have
     */
    public void check(String id, boolean holds, String sentence) {
        fail(id, holds, sentence);
    }

    /**
     * The same for a mistake that would fail the run without it, too, and with less to learn from: bytes that differ in a way that has
     * one known cause, say. A test switches all of them off, and sees that the wrong answers fail nevertheless.
     *
     * @param id the name of this explanation in its exercise
     * @param sentence what the reader is told: the cause
     */
    public void explain(String id, boolean holds, String sentence) {
        fail(id, holds, sentence);
    }

    private void fail(String id, boolean holds, String sentence) {
        made.add(id);
        if (!holds && !off.contains(id)) {
            throw new Failed(id, sentence);
        }
    }
}
