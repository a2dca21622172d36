// SPDX-License-Identifier: Apache-2.0
/** A connection closed while the peer still sends. */
@NullMarked
package io.snowloop.samples.zoo.closewithunread;

import org.jspecify.annotations.NullMarked;
