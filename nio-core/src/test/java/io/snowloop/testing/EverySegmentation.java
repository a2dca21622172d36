// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * All tests of the class run once under each {@link Segmentation}, and expect the same results. A test that is about
 * exact segments sends them with a method that says so, {@code sendExactly}. A test with {@link Seeds} runs with an eighth
 * of them if the segmentation is not {@link Segmentation#WHOLE}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(SegmentationExtension.class)
public @interface EverySegmentation {
    /** Which of them; on a simulated network, which cannot aim at a place in a message, two are enough. */
    Segmentation[] value() default {
        Segmentation.WHOLE,
        Segmentation.IN_START_LINE,
        Segmentation.IN_HEADER_LINE,
        Segmentation.BETWEEN_CR_AND_LF,
        Segmentation.AFTER_HEAD,
        Segmentation.IN_BODY,
        Segmentation.BYTES
    };
}
