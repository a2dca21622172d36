// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.sim.Simulation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs the tests that are marked with {@link Seeds}. */
final class SeedsExtension implements TestTemplateInvocationContextProvider {
    private static final String TIMES = "snowloop.seeds.times";
    private static final String HALF = "snowloop.seeds.half";

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        AtomicBoolean failed = new AtomicBoolean();
        return seeds(context.getRequiredTestMethod().getAnnotation(Seeds.class), context.getTags())
                .takeWhile(seed -> !failed.get()) // JUnit takes a seed from the stream when the one before has run
                .mapToObj(seed -> new Run(seed, failed));
    }

    private static LongStream seeds(Seeds seeds, Set<String> tags) {
        int count = seeds.value() * Integer.getInteger(TIMES, 1);
        long[] numbers = io.snowloop.sim.Seeds.numbers(count).toArray();
        int share = Segmentation.current() == Segmentation.WHOLE ? 1 : 8;
        int some = (numbers.length + share - 1) / share;
        boolean whole = some == 1 || tags.contains("once") || tags.contains("oldest"); // it has no other half
        int half = whole ? 0 : Integer.getInteger(HALF, 0);
        return IntStream.range(0, some)
                .filter(i -> half == 0 || half == 1 + i % 2)
                .mapToLong(i -> numbers[i]);
    }

    /** One run of the test. */
    private record Run(long seed, AtomicBoolean failed)
            implements TestTemplateInvocationContext, ParameterResolver, TestExecutionExceptionHandler {
        @Override
        public String getDisplayName(int invocationIndex) {
            return "seed " + seed;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == long.class || type == Simulation.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == long.class ? seed : simulation(context);
        }

        /** Kept in the context's store, which closes it when the test is over. */
        private Simulation simulation(ExtensionContext context) {
            return context.getStore(Namespace.create(Seeds.class))
                    .computeIfAbsent(Simulation.class, type -> new Simulation(seed), Simulation.class);
        }

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable thrown) {
            failed.set(true);
            String test = context.getRequiredTestClass().getSimpleName() + "#"
                    + context.getRequiredTestMethod().getName();
            String replay = "./mvnw test -pl " + module() + " -am -Dtest=" + test + " -Dsnowloop.seed=" + seed;
            throw io.snowloop.sim.Seeds.failure(seed, thrown, replay);
        }

        /** The folder that Maven runs the tests in. */
        private static String module() {
            return Path.of(System.getProperty("basedir", ""))
                    .toAbsolutePath()
                    .getFileName()
                    .toString();
        }
    }
}
