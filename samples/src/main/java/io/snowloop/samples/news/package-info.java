// SPDX-License-Identifier: Apache-2.0
/** A server of events and a client of them, shown in docs/server-sent-events.md. */
@NullMarked
package io.snowloop.samples.news;

import org.jspecify.annotations.NullMarked;
