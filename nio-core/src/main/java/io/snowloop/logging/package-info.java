// SPDX-License-Identifier: Apache-2.0
/**
 * How Snowloop's own modules log: {@link io.snowloop.logging.LazyLogger}, which never throws, and {@link
 * io.snowloop.logging.LimitLog}, which names a limit once; and where the exceptions of callbacks go that no executor runs, {@link
 * io.snowloop.logging.CallbackErrors}.
 */
@NullMarked
package io.snowloop.logging;

import org.jspecify.annotations.NullMarked;
