// SPDX-License-Identifier: Apache-2.0
/** The questions of the course, for a terminal, for paper and for other programs. They are read from the pages. */
@NullMarked
package io.snowloop.samples.quiz;

import org.jspecify.annotations.NullMarked;
