// SPDX-License-Identifier: Apache-2.0
/** What all option classes share: {@link io.snowloop.options.Bounds}, the checks of their settings, and {@link io.snowloop.options.HeapDefaults}. */
@NullMarked
package io.snowloop.options;

import org.jspecify.annotations.NullMarked;
