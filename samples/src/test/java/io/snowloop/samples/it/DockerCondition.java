// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** The condition of {@link NeedsDocker}: looks for a Docker engine before the first container is started. */
final class DockerCondition implements ExecutionCondition {
    private final Runnable ask;
    private final boolean required;

    /** Asks Testcontainers, which tries all known places once and caches the result. */
    DockerCondition() {
        this(() -> DockerClientFactory.instance().client(), "required".equals(System.getProperty("it.docker")));
    }

    /** A condition that calls {@code ask}, which throws if there is no engine. */
    DockerCondition(Runnable ask, boolean required) {
        this.ask = ask;
        this.required = required;
    }

    // region condition
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            ask.run();
            return ConditionEvaluationResult.enabled("a Docker engine answers");
        } catch (RuntimeException e) {
            String reason = "no Docker engine answers: " + e.getMessage();
            if (required) {
                throw new IllegalStateException(reason + " (and -Dit.docker=required)", e);
            }
            return ConditionEvaluationResult.disabled(reason);
        }
    }
    // endregion
}
