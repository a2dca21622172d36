// SPDX-License-Identifier: Apache-2.0
/** A key cancelled by an earlier callback of the same turn. */
@NullMarked
package io.snowloop.samples.zoo.cancelledkey;

import org.jspecify.annotations.NullMarked;
