// SPDX-License-Identifier: Apache-2.0
/** Answers that wait for the one before. */
@NullMarked
package io.snowloop.samples.zoo.headofline;

import org.jspecify.annotations.NullMarked;
