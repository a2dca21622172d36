// SPDX-License-Identifier: Apache-2.0
/** A buffer kept that was lent. */
@NullMarked
package io.snowloop.samples.zoo.bufferkept;

import org.jspecify.annotations.NullMarked;
