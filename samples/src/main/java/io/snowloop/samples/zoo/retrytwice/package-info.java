// SPDX-License-Identifier: Apache-2.0
/** An order sent again after an error. */
@NullMarked
package io.snowloop.samples.zoo.retrytwice;

import org.jspecify.annotations.NullMarked;
