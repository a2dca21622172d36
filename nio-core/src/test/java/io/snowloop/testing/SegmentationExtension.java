// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Runs the classes that are marked with {@link EverySegmentation}. */
final class SegmentationExtension implements ClassTemplateInvocationContextProvider {
    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<Run> provideClassTemplateInvocationContexts(ExtensionContext context) {
        return Stream.of(context.getRequiredTestClass()
                        .getAnnotation(EverySegmentation.class)
                        .value())
                .map(Run::new);
    }

    /** One run of the class. */
    record Run(Segmentation segmentation)
            implements ClassTemplateInvocationContext,
                    BeforeClassTemplateInvocationCallback,
                    AfterClassTemplateInvocationCallback,
                    TestExecutionExceptionHandler {
        @Override
        public String getDisplayName(int invocationIndex) {
            return segmentation.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public void beforeClassTemplateInvocation(ExtensionContext context) {
            segmentation.begin();
        }

        @Override
        public void afterClassTemplateInvocation(ExtensionContext context) {
            Segmentation.end();
        }

        /** Names the segmentation, as Surefire's reports have only a number for it. */
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
            throw thrown instanceof TestAbortedException || segmentation == Segmentation.WHOLE
                    ? thrown
                    : new AssertionError("with what is sent " + segmentation + ": " + thrown.getMessage(), thrown);
        }
    }
}
