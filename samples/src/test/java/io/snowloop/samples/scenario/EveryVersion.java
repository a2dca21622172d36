// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import io.snowloop.testing.Segmentation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * All scenarios of the class run over HTTP/1.1, and then over HTTP/2 with the same seeds: each {@link World} of it has the current version.
 * What is said of requests and responses holds for both. What is only true of one has {@link OnlyOver}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(VersionExtension.class)
@interface EveryVersion {
    /** Under which segmentations, as with {@link io.snowloop.testing.EverySegmentation}. */
    Segmentation[] value() default Segmentation.WHOLE;
}
