// SPDX-License-Identifier: Apache-2.0
/** An example of late reports and the debug mode. */
@NullMarked
package io.snowloop.samples.late;

import org.jspecify.annotations.NullMarked;
