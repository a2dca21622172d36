// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once for each of many seeds. Its parameter is the seed, a {@code long}, or a {@link
 * io.snowloop.sim.Simulation} that was made of it and is closed after the test; it may have both.
 *
 * <p>The first seed that fails ends it, with a message that has the command to run that seed alone: {@code
 * -Dsnowloop.seed=N}. {@code -Dsnowloop.seeds=N} runs so many seeds instead of the number given here, and
 * {@code -Dsnowloop.seeds.times=N} so many times that number: then a test that takes longer, and so asks for fewer seeds, still
 * has fewer than others. {@code -Dsnowloop.seeds.half=1} runs each second one, from the first, and 2 the others; a test
 * that the CI runs on one JDK only, by its tag, runs all.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SeedsExtension.class)
public @interface Seeds {
    /** How many: the seeds are 1 up to this number. */
    int value() default 200;
}
