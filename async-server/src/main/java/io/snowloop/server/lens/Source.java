// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import io.snowloop.future.Future;
import io.snowloop.trace.Recording;

/** A loop that a lens shows: one that runs, or what was recorded of one. */
sealed interface Source permits Source.Recorded, Probe {
    /** The name of the loop. */
    String name();

    /** What its trace has now. Any thread. */
    Future<Recording> recording();

    /** What was recorded. */
    record Recorded(Recording recorded) implements Source {
        @Override
        public String name() {
            return recorded.loop();
        }

        @Override
        public Future<Recording> recording() {
            return Future.completed(recorded);
        }
    }
}
