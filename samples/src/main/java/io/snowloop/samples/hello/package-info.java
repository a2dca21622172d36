// SPDX-License-Identifier: Apache-2.0
/** A minimal server and a minimal client, shown in the README. */
@NullMarked
package io.snowloop.samples.hello;

import org.jspecify.annotations.NullMarked;
