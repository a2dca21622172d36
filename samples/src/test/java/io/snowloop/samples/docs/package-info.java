// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the pages true: every block of code in them is a region of a source file that is compiled and tested, and every
 * link leads somewhere.
 */
@NullMarked
package io.snowloop.samples.docs;

import org.jspecify.annotations.NullMarked;
