// SPDX-License-Identifier: Apache-2.0
/** A head that may take any time. */
@NullMarked
package io.snowloop.samples.zoo.slowloris;

import org.jspecify.annotations.NullMarked;
