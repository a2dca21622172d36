// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

/** A check of a scene does not hold. */
public final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String symptom;

    /** A failure with a symptom, such as "bytes lost", and what happened in detail. */
    public Failed(String symptom, String message) {
        super(message);
        this.symptom = symptom;
    }

    /** What kind of failure it is, in two or three words. */
    public String symptom() {
        return symptom;
    }
}
