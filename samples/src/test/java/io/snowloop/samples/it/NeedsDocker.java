// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.junit.jupiter.Testcontainers;

/**
 * Marks tests that start containers. Without a Docker engine they are skipped, with this reason; with
 * {@code -Dit.docker=required} they fail, so that a skipped test is not mistaken for one that passed.
 *
 * <p>Their {@link org.testcontainers.junit.jupiter.Container} fields are started and stopped as with
 * {@link Testcontainers}. Its own {@code disabledWithoutDocker} can only skip.
 */
// region annotation
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({DockerCondition.class, PeerImage.class})
@Testcontainers
public @interface NeedsDocker {}
// endregion
