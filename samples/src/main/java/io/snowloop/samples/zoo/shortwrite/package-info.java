// SPDX-License-Identifier: Apache-2.0
/** The result of a write ignored. */
@NullMarked
package io.snowloop.samples.zoo.shortwrite;

import org.jspecify.annotations.NullMarked;
