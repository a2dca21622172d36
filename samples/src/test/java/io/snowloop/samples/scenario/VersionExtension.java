// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import io.snowloop.http.Version;
import io.snowloop.testing.Segmentation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Runs the classes that are marked with {@link EveryVersion}. */
final class VersionExtension implements ClassTemplateInvocationContextProvider, ExecutionCondition {
    private static final ThreadLocal<Version> CURRENT = ThreadLocal.withInitial(() -> Version.HTTP_1_1);

    /** The one that the running scenario is to use: HTTP/1.1, unless its class asks for all. */
    static Version current() {
        return CURRENT.get();
    }

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<Run> provideClassTemplateInvocationContexts(ExtensionContext context) {
        Class<?> scenarios = context.getRequiredTestClass();
        Segmentation[] segmentations =
                scenarios.getAnnotation(EveryVersion.class).value();
        OnlyOver only = scenarios.getAnnotation(OnlyOver.class);
        return Stream.of(Version.HTTP_1_1, Version.HTTP_2)
                .filter(version -> only == null || only.value() == version)
                .flatMap(version -> Stream.of(segmentations).map(segmentation -> new Run(version, segmentation)));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getTestMethod()
                .map(method -> method.getAnnotation(OnlyOver.class))
                .filter(only -> only.value() != current())
                .map(only -> ConditionEvaluationResult.disabled("only over " + only.value() + ": " + only.because()))
                .orElse(ConditionEvaluationResult.enabled(null));
    }

    /** One run of the class. */
    private record Run(Version version, Segmentation segmentation)
            implements ClassTemplateInvocationContext,
                    BeforeClassTemplateInvocationCallback,
                    AfterClassTemplateInvocationCallback,
                    TestExecutionExceptionHandler {
        @Override
        public String getDisplayName(int invocationIndex) {
            return version + ", " + segmentation;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this, segmentation.extension());
        }

        @Override
        public void beforeClassTemplateInvocation(ExtensionContext context) {
            CURRENT.set(version);
        }

        @Override
        public void afterClassTemplateInvocation(ExtensionContext context) {
            CURRENT.remove();
        }

        /** Names the version, as Surefire's reports have only a number for the run. */
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
            throw thrown instanceof TestAbortedException || version == Version.HTTP_1_1
                    ? thrown
                    : new AssertionError("over " + version + ": " + thrown.getMessage(), thrown);
        }
    }
}
