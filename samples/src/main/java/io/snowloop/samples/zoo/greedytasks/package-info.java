// SPDX-License-Identifier: Apache-2.0
/** A turn that runs tasks until there are none. */
@NullMarked
package io.snowloop.samples.zoo.greedytasks;

import org.jspecify.annotations.NullMarked;
