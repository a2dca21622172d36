// SPDX-License-Identifier: Apache-2.0
/** A socket that is read until it is empty. */
@NullMarked
package io.snowloop.samples.zoo.greedyreader;

import org.jspecify.annotations.NullMarked;
