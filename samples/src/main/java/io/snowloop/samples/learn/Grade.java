// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has come of an answer. It goes from the worker to the command as JSON, and is the output of {@code check --json}.
 *
 * @param exercise the name of the exercise
 * @param kind how it has ended
 * @param failedBy the id of the check that does not hold, or the kind of the failure; empty if there is none
 * @param sentence what is wrong, in a sentence; empty if nothing is
 * @param details more lines: what the compiler says, or the timeline of the seed that failed
 * @param notes what else the reader should know, such as which earlier answers are not the reader's own
 * @param printed what the answer has printed, its first lines
 * @param seed the seed that failed; null if none did
 * @param fresh whether that was a seed that is not of the fixed ones
 * @param seeds how many seeds were run
 * @param compileMillis how long the compiler took
 * @param runMillis how long the seeds took
 */
record Grade(
        String exercise,
        Kind kind,
        String failedBy,
        String sentence,
        List<String> details,
        List<String> notes,
        List<String> printed,
        @Nullable Long seed,
        boolean fresh,
        int seeds,
        long compileMillis,
        long runMillis) {
    /** How the grading of an answer ends. */
    enum Kind {
        /** All seeds pass: the exercise is solved. */
        PASSED,
        /** A seed fails. */
        FAILED,
        /** A seed does not end. */
        ENDLESS,
        /** The file is as it was at the start. */
        UNTOUCHED,
        /** The compiler has errors. */
        NOT_COMPILED,
        /** The answer uses what it is to build. */
        REFUSED,
        /** There is no file. */
        MISSING
    }

    /** A grade of an answer that was not run. */
    static Grade notRun(String exercise, Kind kind, String sentence, List<String> details) {
        return new Grade(exercise, kind, "", sentence, details, List.of(), List.of(), null, false, 0, 0, 0);
    }

    /** Whether the exercise is solved. */
    boolean passed() {
        return kind == Kind.PASSED;
    }

    Grade with(List<String> moreNotes, List<String> lines, long compile, long run) {
        return new Grade(
                exercise, kind, failedBy, sentence, details, moreNotes, lines, seed, fresh, seeds, compile, run);
    }
}
