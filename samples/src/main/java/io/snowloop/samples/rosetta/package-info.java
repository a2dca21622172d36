// SPDX-License-Identifier: Apache-2.0
/** One program on many event loops: each prints the order in which it runs the same seven callbacks. */
@NullMarked
package io.snowloop.samples.rosetta;

import org.jspecify.annotations.NullMarked;
