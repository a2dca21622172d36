// SPDX-License-Identifier: Apache-2.0
/** Interest in writing never taken back. */
@NullMarked
package io.snowloop.samples.zoo.writealways;

import org.jspecify.annotations.NullMarked;
