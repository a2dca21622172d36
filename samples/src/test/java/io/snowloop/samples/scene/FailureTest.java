// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a program throws has a class of the program's, and a text of any length. */
class FailureTest {
    private static Failure of(Throwable error) {
        return Failure.of(error, Duration.ZERO, "client");
    }

    @Test
    void aTextIsCut() {
        assertThat(of(new IllegalStateException("x".repeat(1 << 20))).toString())
                .startsWith("threw IllegalStateException on client: xxx")
                .hasSizeLessThan(3_000);
    }

    @Test
    void anErrorWhoseMethodsThrowIsAFailure() {
        class Hostile extends Error {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException();
            }
        }

        assertThat(of(new Hostile()).toString())
                .startsWith("threw Hostile on client: a method of it throws IllegalStateException");
    }

    @Test
    void aClassWithoutANameHasThatOfTheJvm() {
        assertThat(of(new Error("why") {
                            private static final long serialVersionUID = 1L;
                        })
                        .symptom())
                .startsWith("threw io.snowloop.samples.scene.FailureTest$");
    }
}
