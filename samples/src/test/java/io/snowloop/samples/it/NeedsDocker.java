package io.snowloop.samples.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.junit.jupiter.Testcontainers;

/**
 * Marks tests that start containers. Where no Docker engine answers they are skipped, and the reason says so; with
 * {@code -Dit.docker=required} they fail there, so that nobody takes a skipped test for one that passed.
 *
 * <p>Their {@link org.testcontainers.junit.jupiter.Container} fields are started and stopped as with
 * {@link Testcontainers}, whose own {@code disabledWithoutDocker} can't be made to insist.
 */
// region annotation
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(DockerCondition.class)
@Testcontainers
public @interface NeedsDocker {}
// endregion
