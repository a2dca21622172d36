// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo;

import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Stage;
import java.util.List;

/**
 * A bug that people write: a wrong program and the right one, a few lines apart, and two scenes.
 *
 * <p>The law of the zoo, which a test keeps for each: the wrong program passes its desk scene; it fails its field scene
 * within 200 seeds, with the symptoms that it has here and no others; the right one passes both with each of 200 seeds,
 * and leaves nothing over.
 *
 * @param <P> what both programs are
 */
public interface Animal<P> {
    /** What is known of an animal. */
    Card card();

    /** The wrong program, for one run. */
    P wrong();

    /** The right program, for one run. */
    P right();

    /** The scene of the author: one client, few bytes, no faults. */
    void desk(Stage stage, P program) throws Exception;

    /** The scene of the user: what may happen at any time on a real network. */
    void field(Stage stage, P program) throws Exception;

    /** The scenes of the wrong program. */
    default Scene deskOfWrong() {
        return stage -> desk(stage, wrong());
    }

    /** The scenes of the wrong program. */
    default Scene fieldOfWrong() {
        return stage -> field(stage, wrong());
    }

    /** The scenes of the right program. */
    default Scene deskOfRight() {
        return stage -> desk(stage, right());
    }

    /** The scenes of the right program. */
    default Scene fieldOfRight() {
        return stage -> field(stage, right());
    }

    /**
     * What is known of an animal.
     *
     * @param name its name on the command line
     * @param what what is wrong, in a few words
     * @param desk its desk scene, in a few words
     * @param field its field scene, in a few words
     * @param symptoms the kinds of failures: see {@link io.snowloop.samples.scene.Failure#symptom}
     * @param hints two or three, each says more than the one before
     */
    record Card(String name, String what, String desk, String field, List<String> symptoms, List<String> hints) {
        /** An animal with one symptom, as most have. */
        public Card(String name, String what, String desk, String field, String symptom, List<String> hints) {
            this(name, what, desk, field, List.of(symptom), hints);
        }
    }
}
