// SPDX-License-Identifier: Apache-2.0
/** One request that asks many servers, shown in docs/how-to/deadlines.md. */
@NullMarked
package io.snowloop.samples.fanout;

import org.jspecify.annotations.NullMarked;
