// SPDX-License-Identifier: Apache-2.0
/** The command that shows a recording, or the loops of a scene, in a browser. */
@NullMarked
package io.snowloop.samples.lens;

import org.jspecify.annotations.NullMarked;
