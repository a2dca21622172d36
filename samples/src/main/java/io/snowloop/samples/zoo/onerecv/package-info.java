// SPDX-License-Identifier: Apache-2.0
/** One read taken for a message. */
@NullMarked
package io.snowloop.samples.zoo.onerecv;

import org.jspecify.annotations.NullMarked;
