// SPDX-License-Identifier: Apache-2.0
/** A time-out that leaves the socket open. */
@NullMarked
package io.snowloop.samples.zoo.forgottencancel;

import org.jspecify.annotations.NullMarked;
