// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import io.snowloop.http.Version;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A scenario, or a class of them, that has no meaning over other versions. In their runs a scenario is skipped; a class has none. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@interface OnlyOver {
    /** The version that it is about. */
    Version value();

    /** Why it is about that one. */
    String because();
}
