// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;

class DockerConditionTest {
    private static final Runnable NO_ENGINE = () -> {
        throw new IllegalStateException("nobody there");
    };

    private static ConditionEvaluationResult evaluate(Runnable ask, boolean required) {
        return new DockerCondition(ask, required).evaluateExecutionCondition(mock(ExtensionContext.class));
    }

    @Test
    void whereAnEngineAnswersTheTestsRun() {
        assertThat(evaluate(() -> {}, false).isDisabled()).isFalse();
        assertThat(evaluate(() -> {}, true).isDisabled()).isFalse();
    }

    @Test
    void whereNoneDoesTheyAreSkippedWithTheReason() {
        ConditionEvaluationResult result = evaluate(NO_ENGINE, false);

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).hasValue("no Docker engine answers: nobody there");
    }

    @Test
    void whereOneIsRequiredTheyFail() {
        assertThatThrownBy(() -> evaluate(NO_ENGINE, true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no Docker engine answers: nobody there (and -Dit.docker=required)");
    }
}
