// SPDX-License-Identifier: Apache-2.0
/** Each read decoded alone. */
@NullMarked
package io.snowloop.samples.zoo.utf8;

import org.jspecify.annotations.NullMarked;
