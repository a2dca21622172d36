// SPDX-License-Identifier: Apache-2.0
/** The end of a stream taken for the end of a message. */
@NullMarked
package io.snowloop.samples.zoo.endismessage;

import org.jspecify.annotations.NullMarked;
