// SPDX-License-Identifier: Apache-2.0
/** A board of notes: a service with all that one needs in production, shown in docs/how-to/notes.md. */
@NullMarked
package io.snowloop.samples.notes;

import org.jspecify.annotations.NullMarked;
