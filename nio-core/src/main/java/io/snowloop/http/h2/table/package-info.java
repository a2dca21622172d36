// SPDX-License-Identifier: Apache-2.0
/** {@link io.snowloop.http.h2.table.StreamTable}: what the codec, and both ends of a connection, keep for each stream. */
@NullMarked
package io.snowloop.http.h2.table;

import org.jspecify.annotations.NullMarked;
