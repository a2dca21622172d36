// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import io.snowloop.trace.Recording;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has happened in one run of a scene.
 *
 * @param seed the seed of the run
 * @param took the virtual time from the start to the last moment
 * @param hosts the addresses of the hosts by their names, in the order in which the scene names them
 * @param moments what happened, in the order of time
 * @param leftovers sockets, registrations and timers that are still there
 * @param traces of a run with traces, the recordings of the loops that the stage has opened, by name; otherwise empty
 * @param failure why the run has failed; null if it has not
 */
public record Outcome(
        long seed,
        Duration took,
        Map<String, String> hosts,
        List<Moment> moments,
        List<String> leftovers,
        Map<String, Recording> traces,
        @Nullable Failure failure) {}
